"""Take in a report at the desk: registered, and in the same moment answered, or put through where somebody is in
danger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.answering import answer
from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.actions.transferring import transfer
from onedoor.cases.events import EmergencyHeard
from onedoor.cases.models import Case, Report
from onedoor.catalogue.models import EmergencyLine
from onedoor.catalogue.queries import emergencies_in
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty

_SHORTEST = 2


@dataclass(frozen=True)
class Prompted:
    """What whoever registers answered to "is somebody in danger right now?": the ``service`` (110, 119, 120, 122) that
    has taken over, or none; and a note: when and by whom it was taken, or why it is no emergency."""

    service: str
    note: str


def take(
    incoming: Incoming, *, prompted: Prompted | None = None, reply: str = "", county: str, by: Actor, at: datetime
) -> tuple[Case, Report]:
    """Register it; put it through where the prompt was answered so; settle it with ``reply`` where there is one. All
    or nothing, and once: a form that is sent twice does nothing the second time.

    Raises Refused while words of an emergency stand in the text and nobody answered the prompt, and as ``register``,
    ``transfer`` and ``answer`` do.
    """
    heard = emergencies_in(county, incoming.text)
    if heard and prompted is None:
        words = "、".join(dict.fromkeys(f"“{word}”" for _line, word, _start in heard))
        raise Refused(_("话里有%(words)s。请先回答：已经转接了，还是不是紧急。") % {"words": words}, field="emergency")
    if prompted:
        _check(prompted)
    if not prompted and not reply.strip():
        return register(incoming, county=county, by=by, at=at)  # one statement, and nothing that must go with it
    with transaction.atomic():
        case, report = register(incoming, county=county, by=by, at=at)
        if report.received_at != at:
            return case, report
        if prompted and (heard or prompted.service):
            case = _put_through(case, prompted, tuple(dict.fromkeys(line for line, _w, _s in heard)), by=by, at=at)
        if reply.strip() and not case.ended:
            case = answer(case.ref, text=reply, by=by, at=at)
        return case, report


def _check(prompted: Prompted) -> None:
    if prompted.service and prompted.service not in EmergencyLine.values:
        raise Refused(_("请选择转给谁：110、119、120或122。"), field="emergency_service")
    if len(prompted.note.strip()) < _SHORTEST:
        if prompted.service:
            raise Refused(_("请记下是谁接的。"), field="emergency_by")
        raise Refused(_("请写明为什么不是紧急。"), field="emergency_why")


def _put_through(case: Case, prompted: Prompted, lines: tuple[str, ...], *, by: Actor, at: datetime) -> Case:
    """Whoever may not end the case (it lies elsewhere, others alone handle it) leaves on the record what they did."""
    if prompted.service and case.allows(by, Duty.REGISTER):
        return transfer(case.ref, service=prompted.service, note=prompted.note, by=by, at=at)
    said = EmergencyHeard(flow=flow_of(case), lines=lines, service=prompted.service)
    emit(said, on=case, by=by, at=at, words={"note": prompted.note})
    return case
