"""Arrange a talk, and ask units to a joint reception (联合接待, A-223)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onedoor.cases import queries as cases
from onedoor.cases.actions.advancing import ATTEND, of_unit
from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.core.clock import ZONE, Limit
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.hall import rights, talks
from onedoor.hall.actions import preparing
from onedoor.hall.events import TalkArranged, TalkCalledOff, UnitInvited
from onedoor.hall.models import Invitation, Talk
from onedoor.hall.models.talk import Mode
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory
from onedoor.work.actions import tasks

_APPOINTED = gettext_noop("预约的接待时间")


@transaction.atomic
def arrange(
    ref: str,
    *,
    mode: str,
    units: Sequence[str] = (),
    moment: datetime | None = None,
    window: str = "",
    room: str = "",
    leader: bool = False,
    ticket: int | None = None,
    by: Actor,
    at: datetime,
) -> Talk:
    """Arrange to receive whoever brought a case: at ``moment``, or now. The ``units`` named are asked to be there.

    Raises Refused for an ended case, a moment that has passed, a joint reception without units, and whatever keeps
    units away from a secret case.
    """
    case = cases.locked(by.county, ref)
    rights.must_receive(by, case)
    if case.ended:
        raise Refused(_("%(ref)s已经结束，不用再约接谈。没有解决的，请当事人要求重新办理。") % {"ref": ref})
    if moment is not None and moment < at:
        raise Refused(_("预约的时间已经过去。请选以后的时间。"), field="moment")
    talk = preparing.made(by, case, mode=mode, window=window, room=room, leader=leader, ticket=ticket, now=at)
    if (mode == Mode.JOINT) is not bool(units):
        raise Refused(_("联合接待要选请哪些单位到场；一个单位接待的，请把接待方式改成别的。"), field="units")
    talk.arranged_for = moment or at
    talk.save(force_insert=True)
    told = TalkArranged(talk=talk.id, mode=talk.mode, leader=leader, moment=talk.arranged_for)
    emit(told, on=case, by=by, at=at)
    _invite(talk, case, units, by=by, at=at)
    return talk


@transaction.atomic
def invite(talk: int, *, units: Sequence[str], by: Actor, at: datetime) -> Talk:
    """Ask more units to a joint reception that is not over. Raises Refused."""
    found, case = talks.locked(by.county, talk)
    rights.must_receive(by, case)
    if found.mode != Mode.JOINT or found.ended_at is not None:
        raise Refused(_("只有还没结束的联合接待才能再请单位。要请单位，请另约一次。"))
    if not units:
        raise Refused(_("请选请哪些单位到场。"), field="units")
    _invite(found, case, units, by=by, at=at)
    return found


@transaction.atomic
def call_off(talk: int, *, reason: str, by: Actor, at: datetime) -> Talk:
    """An arranged talk will not take place: whoever was invited owes nothing any more. Raises Refused without a
    reason."""
    found, case = talks.locked(by.county, talk)
    rights.must_receive(by, case)
    if not reason.strip():
        raise Refused(_("请写明为什么取消，当事人和被邀单位会问。"), field="reason")
    found.move("call_off")
    found.ended_at = at
    found.save(update_fields=["state", "ended_at"])
    preparing.release(found, outcome="called_off", now=at)
    emit(TalkCalledOff(talk=found.id), on=case, by=by, at=at, words={"reason": reason})
    return found


def _invite(talk: Talk, case: Case, units: Sequence[str], *, by: Actor, at: datetime) -> None:
    known = {one.unit_id for one in talk.invitations.all()}
    for unit in _called(case, units):
        if unit.id in known:
            continue
        limit = _limit(talk, at=at)
        task = tasks.open_beside(
            of_unit(case, ATTEND, unit), subject=case.subject, limit=limit, at=at, about=str(talk.id)
        )
        Invitation.objects.create(county=talk.county, talk=talk, unit=unit, task=task)
        told = UnitInvited(talk=talk.id, unit=unit.code, due=limit.due, trace=limit.trace)
        emit(told, on=case, by=by, at=at)


def _called(case: Case, units: Sequence[str]) -> list[Unit]:
    known = directory(case.county)
    found = [known.by_code.get(code) for code in dict.fromkeys(units)]
    able = [unit for unit in found if unit and unit.active and unit.id not in known.centres]
    if len(able) < len(found):
        raise Refused(_("有的单位不在本县名单里，或者就是中心自己。请重新选择。"), field="units")
    return able


def _limit(talk: Talk, *, at: datetime) -> Limit:
    """By when an invited unit must be there: at the appointed moment; with none, as soon as the county says."""
    soon = limit_for(talk.county, ATTEND, start=at)
    if talk.arranged_for <= soon.due:
        return soon
    moment = talk.arranged_for.astimezone(ZONE)
    trace = {
        "start": at.astimezone(ZONE).isoformat(), "fixed": moment.date().isoformat(), "rule": "A-223",
        "citation": _APPOINTED, "due": moment.isoformat(),
    }  # fmt: skip
    return Limit(moment, trace)
