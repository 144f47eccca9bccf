"""How a step is taken for one line of a batch: by the action that would take it for that case alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.cases.actions import closing, dispatching, reassigning, signing
from onedoor.cases.flow import Colour
from onedoor.cases.models import Case
from onedoor.cases.queries import seen_by
from onedoor.catalogue.queries import threshold
from onedoor.core.refusal import Refused
from onedoor.desk.bulk.forms import BY_DUTY_LIST
from onedoor.dispatch.units import Candidate, whose
from onedoor.organisation.actor import Actor
from onedoor.work.actions import chasing, ordering
from onedoor.work.actions.batching import Take
from onedoor.work.models import BatchLine, Task

Step = Callable[[str, dict[str, Any], BatchLine, Actor, datetime], object]


def taking(verb: str, values: dict[str, Any], *, by: Actor, at: datetime) -> Take:
    """What ``batching.go_on`` calls for each line: the step with these values, as this actor; the actions ask what they
    always ask."""

    def take(line: BatchLine) -> None:
        _STEPS[verb](line.subject.removeprefix("case:"), values, line, by, at)

    return take


def _dispatch(ref: str, values: dict[str, Any], line: BatchLine, by: Actor, at: datetime) -> object:
    if values["to"] != BY_DUTY_LIST:
        return dispatching.dispatch(ref, to=values["to"], by=by, at=at)
    case = seen_by(by, ref)
    found = _whose(case, at)
    listed = found.listed
    helpers = [] if case.colour == Colour.GREEN or not listed else [one.code for one in listed.assists]
    basis = BY_DUTY_LIST if listed else "proposal"
    return dispatching.dispatch(ref, to=found.unit.code, assists=helpers, basis=basis, by=by, at=at)


def _whose(case: Case, at: datetime) -> Candidate:
    """Whose it is by the duty list as rulings have corrected it. Raises Refused where nobody is, or nobody clearly:
    then a person looks at it."""
    item, today = case.item.code if case.item else "", timezone.localdate(at)
    known = whose(case.county, [item] if item else [], case.area, on=today)
    fit = [one for one in known[item].candidates if one.unit.pk != case.accused_id] if item in known else []
    if not fit:
        raise Refused(_("职责清单上没有这一项，请逐件派。"))
    if fit[0].probability * 100 < threshold(case.county, "propose_first", on=today):
        raise Refused(_("职责清单和裁定说法不一，拿不准归谁，请逐件派。"))
    return fit[0]


def _order(ref: str, values: dict[str, Any], line: BatchLine, by: Actor, at: datetime) -> object:
    task = _task(line)
    return ordering.issue_order(line.subject, unit=task.unit.code, task=task.id, **values, by=by, at=at)


def _task(line: BatchLine) -> Task:
    tasks = Task.objects.filter(county=line.county, subject=line.subject, pk=line.task or 0)
    task = tasks.select_related("unit").first()
    if task is None:
        raise Refused(_("已经办结，没有待办。"))
    return task


_STEPS: dict[str, Step] = {
    "sign": lambda ref, values, line, by, at: signing.sign(ref, by=by, at=at),
    "dispatch": _dispatch,
    "reassign": lambda ref, values, line, by, at: reassigning.reassign(ref, **values, by=by, at=at),
    "urge": lambda ref, values, line, by, at: chasing.urge(_task(line).id, by=by, at=at),
    "order": _order,
    "close": lambda ref, values, line, by, at: closing.close(ref, by=by, at=at),
    "archive": lambda ref, values, line, by, at: closing.archive(ref, by=by, at=at),
}
