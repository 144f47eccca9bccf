"""Not to accept a case (不予受理): asked by whoever triages, signed by another, with a clause; and the objection,
decided by a third (DESIGN §9 no quiet exits)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of, of_centre
from onedoor.cases.actions.answering import refuse_unsolved
from onedoor.cases.actions.beginning_again import begin_again
from onedoor.cases.actions.merging import release
from onedoor.cases.actions.requesting import ask, grants
from onedoor.cases.events import AppealDecided, CaseAppealed, CaseDeclined
from onedoor.cases.models import Case, Request
from onedoor.catalogue.queries import catalogue, limit_for
from onedoor.core.events import emit
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty


@transaction.atomic
def ask_decline(ref: str, *, clause: str, reason: str, by: Actor, at: datetime) -> Case:
    """Propose not to accept the case, by a clause of the county's list.

    Raises Refused for an unknown clause, without a reason, for a case some unit has had, or one its author called not
    solved.
    """
    case = queries.locked(by.county, ref)
    case.must(by, Duty.TRIAGE)
    known = catalogue(case.county).clauses.get(clause)
    if known is None or not known.active:
        raise Refused(_("请从不予受理情形里选一条。"), field="clause")
    _may_be_declined(case)
    ask(case, Request.Kind.DECLINE, reason=reason, facts={"clause": clause}, unit=None, by=by, at=at)
    return case


def _may_be_declined(case: Case) -> None:
    if case.state not in ("registered", "triaged", "ruled"):
        raise Refused(_("已经派给单位办理，不能再不予受理。"))
    refuse_unsolved(case)


@grants(Request.Kind.DECLINE)
def decline(case: Case, request: Request, reason: str, by: Actor, at: datetime) -> None:
    """Whoever grants the request signs the refusal."""
    _may_be_declined(case)
    release(case, why="declined", at=at)
    advance(case, "decline", by=by, at=at, then=None)
    emit(
        CaseDeclined(flow=flow_of(case), clause=request.facts["clause"]),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip


@transaction.atomic
def appeal(ref: str, *, reason: str, by: Actor, at: datetime) -> Case:
    """The author objects to not being accepted. Raises Refused a second time: the refusal then names where to go."""
    case = queries.locked(by.county, ref)
    case.permitted("appeal", by=by)
    if not reason.strip():
        raise Refused(_("请写下为什么应当受理。"), field="reason")
    if case_lines(case, AppealDecided.name, since=_last(case, CaseDeclined.name)):
        raise Refused(_("这次不予受理已经复核过。可以按告知的途径解决，或者到中心窗口当面说明。"))
    limit = limit_for(case.county, "decide_appeal", start=at, colour=case.colour, urgency=case.urgency)
    advance(case, "appeal", by=by, at=at, then=of_centre(case, "decide_appeal", Duty.APPEAL), limit=limit)
    emit(CaseAppealed(flow=flow_of(case), trace=limit.trace), on=case, by=by, at=at, words={"reason": reason})
    return case


@transaction.atomic
def decide_appeal(ref: str, *, accepted: bool, reason: str, by: Actor, at: datetime) -> Case:
    """Decide the objection: accept the case after all, or let the refusal stand.

    Raises Refused without a reason, and for anybody who asked for the refusal or signed it.
    """
    case = queries.locked(by.county, ref)
    verb = "overturn" if accepted else "uphold"
    case.permitted(verb, by=by)
    if by.code in _refusers(case):
        raise Refused(_("作出不予受理的人不能复核自己的决定。请转给另一位复核人。"))
    if not reason.strip():
        raise Refused(_("复核要写明理由，当事人看得到。"), field="reason")
    trace = begin_again(case, verb, by=by, at=at) if accepted else None
    if not accepted:
        advance(case, verb, by=by, at=at, then=None)
    emit(
        AppealDecided(flow=flow_of(case), accepted=accepted, trace=trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return case


def _refusers(case: Case) -> set[str]:
    """Whoever asked for or signed a refusal of this case."""
    asked = case.requests.filter(kind=Request.Kind.DECLINE, state=Request.State.GRANTED)
    return {code for pair in asked.values_list("asked_by", "decided_by") for code in pair}


def _last(case: Case, name: str) -> int:
    return max((line.seq for line in case_lines(case, name)), default=0)


def case_lines(case: Case, name: str, *, since: int = 0) -> list[Happening]:
    """The lines of one kind on a case's record, after the place ``since``."""
    record = Happening.objects.filter(county=case.county, subject=case.subject, name=name, seq__gt=since)
    return list(record.order_by("seq"))
