"""Pass shifts from one member to another (换班)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation import queries, rules
from onedoor.organisation.actions.rostering import already_on_shift, on_leave
from onedoor.organisation.actor import Actor
from onedoor.organisation.events import ShiftPassed
from onedoor.organisation.models import Member, Shift
from onedoor.organisation.standings import leaves


@transaction.atomic
def swap_shift(one: int, *, other: int, by: Actor, at: datetime) -> tuple[Shift, Shift]:
    """Let the members of two shifts take each other's. Raises Refused as ``hand_over_shift`` does."""
    mine, theirs = _rows(by, [one, other], at)
    if mine.member_id == theirs.member_id:
        raise Refused(_("两班都是同一个人的，不用换。请另选一班。"), field="other")
    _pass([(mine, theirs.member), (theirs, mine.member)], by=by, at=at)
    return mine, theirs


@transaction.atomic
def hand_over_shift(shift: int, *, to: str, by: Actor, at: datetime) -> Shift:
    """Give a shift to another member. Raises Refused for a shift that has begun, and for a member who is on leave or
    has a shift that day."""
    (row,) = _rows(by, [shift], at)
    (person,) = rules.members_called(by, [to], field="to")
    if row.member_id != person.pk:
        _pass([(row, person)], by=by, at=at)
    return row


def _rows(by: Actor, wanted: list[int], at: datetime) -> list[Shift]:
    rows = Shift.objects.filter(county=by.county, pk__in=wanted, begins__gt=at).select_for_update(of=("self",))
    found = {row.pk: row for row in rows.select_related("post", "member").order_by("id")}
    if any(pk not in found for pk in wanted):
        raise Refused(_("没有这一班，或者它已经开始了，不能再换。请刷新值班表。"))
    rules.must_administer(by, *(row.post.area for row in found.values()))
    return [found[pk] for pk in wanted]


def _pass(passing: list[tuple[Shift, Member]], *, by: Actor, at: datetime) -> None:
    """Every shift of the list gets its new member, all or none."""
    codes = {code for row, member in passing for code in (row.member.code, member.code)}
    rules.members_called(by, sorted(codes))
    before = [row.member for row, _member in passing]
    for row, member in passing:
        row.member = member
        if on_leave(leaves(row.days[0], row.days[-1]), row):
            raise Refused(_("%(member)s那天请假，不能接这一班。请另选一位。") % {"member": member}, field="to")
    # Taken out and put back: of two shifts of one day neither could be changed before the other.
    kept = Shift.objects.filter(pk__in=[row.pk for row, _member in passing])
    kept.delete()
    for row, _member in passing:
        if Shift.objects.filter(county=row.county, member=row.member, day=row.day).exists():
            raise already_on_shift(row)
    try:
        with transaction.atomic():
            Shift.objects.bulk_create([row for row, _member in passing])
    except IntegrityError as error:
        raise Refused(_("刚刚有人动了同一天的班。请刷新值班表，再换一次。")) from error
    for (row, member), was in zip(passing, before, strict=True):
        told = ShiftPassed(kind=row.kind, day=row.day, before=was.code, after=member.code)
        emit(told, on=chain.locked(by.county, f"roster:{row.post.code}"), by=by, at=at)
    queries.changed()
