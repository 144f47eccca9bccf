"""What one person asks and another decides (申请、审批): more time, a halt, not accepting, a look at an identity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import DECIDE, flow_of, of_centre
from onedoor.cases.events import RequestAsked, RequestDecided
from onedoor.cases.models import Case, Request
from onedoor.catalogue.queries import limit_for
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Unit
from onedoor.work.actions import tasks
from onedoor.work.queries import beside

Grant = Callable[[Case, Request, str, Actor, datetime], None]
_GRANTS: dict[str, Grant] = {}


def grants(kind: str) -> Callable[[Grant], Grant]:
    """Say what a granted request of this kind brings about: a function of case, request, reason, decider, moment."""

    def register(grant: Grant) -> Grant:
        _GRANTS[kind] = grant
        return grant

    return register


def ask(
    case: Case, kind: str, *, reason: str, facts: Mapping[str, Any], unit: Unit | None, by: Actor, at: datetime
) -> Request:
    """Put a request before the centre, which owes a decision. The caller locked the case and asked the rules.

    Raises Refused without a reason, or while one of the same kind waits.
    """
    if not reason.strip():
        raise Refused(_("申请要写明理由，审批人和当事人都会看到。"), field="reason")
    if case.requests.filter(kind=kind, state=Request.State.OPEN).exists():
        raise Refused(_("同样的申请已经在审批。请等结果出来再申请。"))
    request = Request(
        county=case.county, case=case, kind=kind, unit=unit, facts=dict(facts), asked_by=by.code, asked_at=at
    )
    request.save(force_insert=True)
    limit = limit_for(case.county, "approve", start=at, colour=case.colour, urgency=case.urgency)
    owed = of_centre(case, DECIDE, Duty.APPROVE)
    tasks.open_beside(owed, subject=case.subject, limit=limit, at=at, about=str(request.id))
    emit(
        RequestAsked(
            flow=flow_of(case), request=request.id, kind=kind, unit=unit.code if unit else "", facts=request.facts,
            trace=limit.trace,
        ),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return request


@transaction.atomic
def decide(ref: str, *, request: int, granted: bool, reason: str, by: Actor, at: datetime) -> Case:
    """Decide a request, with a reason, by somebody else than the asker.

    Raises Refused without a reason, for the asker, or when it was decided or became void meanwhile.
    """
    case = queries.locked(by.county, ref)
    asked = Request.objects.filter(county=case.county, case=case, pk=request).first()
    if asked is None or asked.state != Request.State.OPEN:
        raise Refused(_("这份申请已经有结果，或者已经失效。请刷新页面。"))
    case.must(by, Duty.APPROVE)
    if asked.asked_by == by.code:
        raise Refused(_("自己的申请要由别人审批。请转给另一位审批人。"))
    if not reason.strip():
        raise Refused(_("审批要写明理由。"), field="reason")
    asked.end(Request.State.GRANTED if granted else Request.State.REFUSED, at=at, by=by.code)
    for task in beside(case.county, case.subject).filter(about=str(asked.id)):
        tasks.close(task, outcome=str(asked.state), at=at)
    emit(
        RequestDecided(flow=flow_of(case), request=asked.id, kind=asked.kind, granted=granted),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    if granted:
        _GRANTS[asked.kind](case, asked, reason, by, at)
    return case
