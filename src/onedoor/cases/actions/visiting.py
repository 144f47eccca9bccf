"""Call the resident back (回访): contacted? solved? satisfied? Never by the unit that handled the case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Subquery
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of
from onedoor.cases.events import CaseReviewed, CaseVisited, VisitAttempted
from onedoor.cases.flow import Colour
from onedoor.cases.models import Case, Visit
from onedoor.catalogue.queries import limit_for
from onedoor.core.events import emit
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import directory
from onedoor.work.actions.tasks import Owed

ATTEMPTS = 3


@transaction.atomic
def visit(
    ref: str,
    *,
    contacted: bool,
    solved: bool | None = None,
    satisfied: bool | None = None,
    comment: str = "",
    by: Actor,
    at: datetime,
) -> Case:
    """Record a call-back. Not reached: an attempt, and after the third the case may go on without an answer.

    A "not solved" stands on the record and keeps the case from closing. Raises Refused when the caller belongs to the
    handling unit, or answers are missing.
    """
    case = queries.locked(by.county, ref)
    if any(standing.unit_id == case.lead_id for standing in by.standings):
        raise Refused(_("回访要由承办单位以外的人来做。请转给回访岗。"))
    if contacted and (solved is None or satisfied is None):
        raise Refused(_("联系到了，就要记下“解决了吗”和“满意吗”。"), field="solved")
    made = Visit(county=case.county, case=case, by=by.code, at=at, contacted=contacted)
    if contacted:
        made.solved, made.satisfied = solved, satisfied
    attempt = _attempts(case) + 1
    if not contacted and attempt < ATTEMPTS:
        _try_again(case, attempt, comment, by=by, at=at)
    else:
        _go_on(case, made, comment, by=by, at=at)
    made.save(force_insert=True)
    return case


def _attempts(case: Case) -> int:
    """How often nobody was reached since the reply was last reviewed: a new reply is owed new attempts."""
    record = Happening.objects.filter(county=case.county, subject=case.subject)
    reviewed = record.filter(name=CaseReviewed.name).order_by("-seq").values("seq")[:1]
    return record.filter(name=VisitAttempted.name, seq__gt=Subquery(reviewed)).count()


def _try_again(case: Case, attempt: int, comment: str, *, by: Actor, at: datetime) -> None:
    limit = limit_for(case.county, "visit", start=at, colour=case.colour)
    owed = Owed("visit", directory(case.county).centre, "visit", case.area)
    advance(case, "attempt", by=by, at=at, then=owed, limit=limit)
    emit(
        VisitAttempted(flow=flow_of(case), attempt=attempt, trace=limit.trace),
        on=case, by=by, at=at, words={"comment": comment},
    )  # fmt: skip


def _go_on(case: Case, made: Visit, comment: str, *, by: Actor, at: datetime) -> None:
    """Who owes the next step depends on the answer: not solved → the reviewer, who sends it back; else the closing."""
    centre = directory(case.county).centre
    if made.solved is False:
        owed = Owed("rework", centre, "review", case.area)
    elif case.colour == Colour.RED:
        owed = Owed("confirm", centre, "lead", case.area)
    else:
        owed = Owed("close", centre, "close", case.area)
    limit = limit_for(case.county, "close", start=at, colour=case.colour)
    advance(case, "visit", by=by, at=at, then=owed, limit=limit)
    emit(
        CaseVisited(
            flow=flow_of(case), contacted=made.contacted, solved=made.solved, satisfied=made.satisfied,
            trace=limit.trace,
        ),
        on=case, by=by, at=at, words={"comment": comment},
    )  # fmt: skip
