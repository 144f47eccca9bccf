"""Call the reporters back (回访): contacted? solved? satisfied? Never by a unit that handled the case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of, of_centre
from onedoor.cases.actions.asking import after_answer, answered
from onedoor.cases.events import CaseVisited, VisitAttempted
from onedoor.cases.models import Case, Report, Visit
from onedoor.cases.models.visit import Means, Why
from onedoor.cases.reporters import Asked, to_ask
from onedoor.catalogue.queries import limit_for, threshold
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor


@transaction.atomic
def visit(
    ref: str,
    *,
    contacted: bool,
    solved: bool | None = None,
    satisfied: bool | None = None,
    comment: str = "",
    report: int | None = None,
    means: str = Means.PHONE,
    why: str = "",
    responded: bool | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Record a call-back to one reporter; ``report`` says whose, else the first still to be asked; ``responded``
    whether the unit had been in touch with them (响应).

    Not reached: an attempt, and after the county's number of attempts the case may go on without an answer. A "not
    solved" stands on the record and keeps the case from closing. Raises Refused when the caller belongs to a unit
    that handled the case, or answers are missing.
    """
    case = queries.locked(by.county, ref)
    case.permitted("visit", by=by)
    if case.assignments.filter(unit__in=[standing.unit_id for standing in by.standings]).exists():
        raise Refused(_("回访要由承办单位以外的人来做。请转给回访岗。"))
    if contacted and (solved is None or satisfied is None):
        raise Refused(_("联系到了，就要记下“解决了吗”和“满意吗”。"), field="solved")
    if means not in Means.values or (why and why not in Why.values):
        raise Refused(_("回访方式或原因不在可选范围里。请重新选择。"), field="means")
    asked = _whose(case, report)
    made = Visit(
        county=case.county, case=case, report=asked.report, unit=case.lead, by=by.code, at=at, means=means,
        contacted=contacted,
    )  # fmt: skip
    if contacted:
        made.solved, made.satisfied, made.why, made.responded = solved, satisfied, why, responded
    attempt = asked.attempts + 1
    if not contacted and attempt < threshold(case.county, "attempts", on=timezone.localdate(at)):
        _try_again(case, asked.report, attempt, comment, by=by, at=at)
    else:
        _go_on(case, made, comment, by=by, at=at)
    made.save(force_insert=True)
    return case


def _whose(case: Case, report: int | None) -> Asked:
    waiting = to_ask(case)
    asked = next((one for one in waiting if report in (None, one.report.id)), None)
    if asked is None:
        raise Refused(_("这位来件人已经回访过，或者不属于本件。请刷新页面。"), field="report")
    return asked


def _try_again(case: Case, report: Report, attempt: int, comment: str, *, by: Actor, at: datetime) -> None:
    limit = limit_for(case.county, "visit", start=at, colour=case.colour)
    advance(case, "attempt", by=by, at=at, then=of_centre(case, "visit", "visit"), limit=limit)
    emit(
        VisitAttempted(flow=flow_of(case), attempt=attempt, trace=limit.trace, report=report.id),
        on=case, by=by, at=at, words={"comment": comment},
    )  # fmt: skip


def _go_on(case: Case, made: Visit, comment: str, *, by: Actor, at: datetime) -> None:
    assert made.report is not None
    last = len(to_ask(case)) == 1  # asked before the answer counts: whoever wished none is asked only while unsolved
    answered(case, made.report, solved=made.solved, by=by, at=at)
    onward = made.solved is False or last
    owed, limit = after_answer(case, onward=onward, at=at)
    advance(case, "visit" if onward else "ask_next", by=by, at=at, then=owed, limit=limit)
    emit(
        CaseVisited(
            flow=flow_of(case), contacted=made.contacted, solved=made.solved, satisfied=made.satisfied,
            trace=limit.trace, report=made.report.id, means=made.means, why=made.why,
            responded=made.responded,
        ),
        on=case, by=by, at=at, words={"comment": comment},
    )  # fmt: skip
