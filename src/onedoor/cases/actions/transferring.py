"""Hand an emergency over at once, with a trace (A-116), and take it back when it was none."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of
from onedoor.cases.actions.beginning_again import begin_again
from onedoor.cases.actions.merging import release
from onedoor.cases.events import CaseTakenBack, CaseTransferred
from onedoor.cases.flow import CASE
from onedoor.cases.models import Case
from onedoor.catalogue.models import EmergencyLine
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import CENTRE_DUTIES, Duty


@transaction.atomic
def transfer(ref: str, *, service: str, note: str, by: Actor, at: datetime) -> Case:
    """Record that the emergency service was called, and when. Anybody who works on the case may, at any time.

    A case no unit has yet ends with it; of any other, and of one its author called not solved, the call stands on the
    record and the work goes on. Raises Refused for an unknown service, an ended case, or without a note.
    """
    case = queries.locked(by.county, ref)
    if service not in EmergencyLine.values:
        raise Refused(_("请选择转给谁：110、119、120或122。"), field="service")
    if not note.strip():
        raise Refused(_("请记下几点几分、由谁接的、怎么说的。"), field="note")
    if case.ended:
        raise Refused(_("本件已经结束。有紧急情况请直接拨打，再重新登记。"))
    case.must(by, *CENTRE_DUTIES, Duty.SAFETY, handler=True)
    ends = CASE.step("transfer", state=case.state) is not None and not case.unsolved
    if ends and case.allows(by, Duty.REGISTER):
        release(case, why="transferred", at=at)
        advance(case, "transfer", by=by, at=at, then=None)
    emit(
        CaseTransferred(flow=flow_of(case), service=service, ended=case.ended),
        on=case, by=by, at=at, words={"note": note},
    )  # fmt: skip
    return case


@transaction.atomic
def take_back(ref: str, *, reason: str, by: Actor, at: datetime) -> Case:
    """What was handed over came back: triage it here. Raises Refused without a reason."""
    case = queries.locked(by.county, ref)
    case.permitted("take_back", by=by)
    if not reason.strip():
        raise Refused(_("请写明为什么收回。"), field="reason")
    trace = begin_again(case, "take_back", by=by, at=at)
    emit(CaseTakenBack(flow=flow_of(case), trace=trace), on=case, by=by, at=at, words={"reason": reason})
    return case
