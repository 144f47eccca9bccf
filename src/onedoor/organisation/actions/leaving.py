"""Leave and delegation: who is away, and who has their posts meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.clock import ZONE
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation import queries, rules
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import CLOSE_DUTIES
from onedoor.organisation.events import DelegateNamed, LeaveEnded, LeaveTaken
from onedoor.organisation.models import Leave, Member, Shift
from onedoor.organisation.standings import ONE_DAY, leaves, midnight


@transaction.atomic
def take_leave(member: str, *, first: date, last: date, delegate: str = "", by: Actor, at: datetime) -> Leave:
    """Be away from the first to the last day; ``delegate`` (a member's code) has one's posts meanwhile.

    One's own, or for somebody else by whoever administers the places of their posts. Raises Refused for days already
    past, for days on which the member is away already, has a shift, or stands in for somebody, and for a delegate who
    is the member, works elsewhere, or is away on one of these days; and where a post deals with secrets, unless an
    administrator names the delegate. So there is no chain and no circle of delegates.
    """
    person, stand_in = _people(by, member, delegate)
    _must_be_theirs(person, by, at)
    rules.in_order(first, last)
    if first < at.astimezone(ZONE).date():
        raise Refused(_("请假从今天起算，不能补过去的日子。请改正日期。"), field="first")
    away = leaves(first, last)
    if any(leave.member_id == person.pk for leave in away):
        raise Refused(_("这段时间里已经请了假。请改日期，或先结束那一次。"), field="first")
    if served := [leave.member for leave in away if leave.delegate_id == person.pk]:
        raise Refused(_("这段时间里正代理%(member)s。请先给对方改换代理人。") % {"member": served[0]}, field="first")
    _must_have_no_shift(person, first, last)
    _check_delegate(person, stand_in, away, by, at)
    leave = Leave.objects.create(county=by.county, member=person, first=first, last=last, delegate=stand_in)
    told = LeaveTaken(member=person.code, first=first, last=last, delegate=stand_in.code if stand_in else "")
    emit(told, on=chain.locked(by.county, f"member:{person.code}"), by=by, at=at)
    queries.changed()
    return leave


@transaction.atomic
def name_delegate(leave: int, *, delegate: str, by: Actor, at: datetime) -> Leave:
    """Give the posts of somebody on leave to another delegate, or to none (``delegate`` empty). Raises Refused as
    ``take_leave`` does, and for a leave that is over."""
    row = _open(leave, by, at)
    person, stand_in = _people(by, row.member.code, delegate)
    _must_be_theirs(person, by, at)
    if row.delegate == stand_in:
        return row
    _check_delegate(person, stand_in, leaves(max(row.first, at.astimezone(ZONE).date()), row.until), by, at)
    row.delegate = stand_in
    row.save(update_fields=["delegate"])
    told = DelegateNamed(member=person.code, first=row.first, delegate=stand_in.code if stand_in else "")
    emit(told, on=chain.locked(by.county, f"member:{person.code}"), by=by, at=at)
    queries.changed()
    return row


@transaction.atomic
def end_leave(leave: int, *, by: Actor, at: datetime) -> Leave:
    """Come back before the last day, or do not go at all: from today the member has their posts again.

    Raises Refused for a leave that is over.
    """
    row = _open(leave, by, at)
    person, _nobody = _people(by, row.member.code, "")
    _must_be_theirs(person, by, at)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    told = LeaveEnded(
        member=person.code, first=row.first, back=max(row.first, at.astimezone(ZONE).date()),
        delegate=row.delegate.code if row.delegate else "",
    )  # fmt: skip
    emit(told, on=chain.locked(by.county, f"member:{person.code}"), by=by, at=at)
    queries.changed()
    return row


def _people(by: Actor, member: str, delegate: str) -> tuple[Member, Member | None]:
    """Both people, locked together and in one order."""
    wanted, field = ([member, delegate], "delegate") if delegate else ([member], "member")
    person, *others = rules.members_called(by, wanted, field=field)
    if delegate == member:
        raise Refused(_("代理人不能是本人。请另选一位同事。"), field="delegate")
    return person, others[0] if others else None


def _must_be_theirs(person: Member, by: Actor, at: datetime) -> None:
    if by.code == person.code:
        return
    if not rules.may_administer(by, *rules.areas_of(person, on=at.astimezone(ZONE).date())):
        raise Refused(_("请假由本人办理，或由管其岗位区域的系统管理岗代办。"))


def _must_have_no_shift(person: Member, first: date, last: date) -> None:
    shifts = Shift.objects.filter(member=person, begins__lt=midnight(last + ONE_DAY), ends__gt=midnight(first))
    if shift := shifts.order_by("day").first():
        raise Refused(_("%(day)s已经排了值班。请先换班，再请假。") % {"day": shift.day.isoformat()}, field="first")


def _check_delegate(person: Member, stand_in: Member | None, away: list[Leave], by: Actor, at: datetime) -> None:
    today = at.astimezone(ZONE).date()
    close = stand_in is not None and rules.holds(person, CLOSE_DUTIES, on=today)
    if close and not rules.may_administer(by, *rules.areas_of(person, on=today)):
        raise Refused(
            _("举报专办、安全研判、个人信息保护和系统管理岗的代理人，由系统管理岗指定。请先不填代理人。"),
            field="delegate",
        )
    if stand_in and any(leave.member_id == stand_in.pk for leave in away):
        raise Refused(_("%(member)s这几天也请假，不能代理。请另选一位同事。") % {"member": stand_in}, field="delegate")


def _open(leave: int, by: Actor, at: datetime) -> Leave:
    row = (
        Leave.objects.select_for_update(of=("self",))
        .select_related("member", "delegate")
        .filter(county=by.county, pk=leave)
        .first()
    )
    if row is None or row.ended_at is not None or row.until < at.astimezone(ZONE).date():
        raise Refused(_("没有这次请假，或者它已经结束了。请刷新页面。"))
    return row
