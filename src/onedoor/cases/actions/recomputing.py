"""A calendar is not a rule: when it changes, the open limits that cross it are computed again (DESIGN §5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions import limiting
from onedoor.cases.actions.advancing import OUTLASTING, flow_of
from onedoor.cases.events import LimitRecomputed
from onedoor.cases.models import Case
from onedoor.core import clock
from onedoor.core.events import emit
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.work.actions import tasks
from onedoor.work.queries import open_tasks


@transaction.atomic
def recompute_limits(ref: str, *, by: Actor, at: datetime) -> Case:
    """Compute the leading task's limit and the limit of the whole case again, and put what moved on the record.

    A calendar does this, never a person: raises Refused for anybody but the system.
    """
    if not by.trusted:
        raise Refused(_("时限由系统按放假安排重算，不能由人改。"))
    case = queries.locked(by.county, ref)
    if case.ended:
        return case
    days = calendar(case.county)
    # What outlasts a case runs in hours, or is an order's, whose limit supervision moves.
    for task in [task for task in open_tasks(case.county, case.subject) if task.verb not in OUTLASTING]:
        limit = clock.recompute(task.limit, days)
        if task.verb in limiting.BY_THE_WHOLE:
            limit = limiting.whole(case, limit)
        if limit.due != task.due_at:
            before = task.due_at
            insert_together(tasks.move(task, limit=limit))
            case.due_at = limit.due if task.leading else case.due_at
            _tell(case, task.verb, before, limit, by=by, at=at)
    if case.solve_limit and case.solve_by:
        limit = limiting.whole(case, clock.recompute(case.solve_limit, days))
        if limit.due != case.solve_by:
            before = case.solve_by
            case.solve_by, case.solve_limit = limit.due, limit.trace
            _tell(case, "solve", before, limit, by=by, at=at)
    return case


def _tell(case: Case, which: str, before: datetime, limit: clock.Limit, *, by: Actor, at: datetime) -> None:
    case.save(update_fields=["due_at", "solve_by", "solve_limit"])
    emit(
        LimitRecomputed(flow=flow_of(case), which=which, before=before, after=limit.due, trace=limit.trace),
        on=case, by=by, at=at,
    )  # fmt: skip
