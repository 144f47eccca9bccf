"""Lay shifts out over the working calendar, fairly, and take them back (值班表, A-024, A-036)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.clock import ZONE
from onedoor.core.events import emit
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.organisation import queries, rules
from onedoor.organisation.actor import Actor
from onedoor.organisation.events import RosterLaidOut, ShiftsWithdrawn
from onedoor.organisation.models import Leave, Member, Post, Shift
from onedoor.organisation.standings import ONE_DAY, leaves

LONGEST = timedelta(days=366)
"""Rosters are laid out for a year at the most."""


@transaction.atomic
def roll_out(
    post: str,
    *,
    members: Sequence[str],
    first: date,
    last: date,
    kind: str,
    working_days_only: bool = False,
    by: Actor,
    at: datetime,
) -> list[Shift]:
    """Give the shifts of a post to members in turn; returns the new ones.

    Each day has one shift of a kind. With ``working_days_only`` rest days are left out and make-up workdays are not;
    around the clock every day counts, always. Each shift goes to whoever has the fewest so far, in the order given,
    if possible not twice in a row: numbers of a new roster differ by one at most unless somebody is on leave. Shifts
    of these members that are there already stay and count, so the same roster twice changes nothing.

    Raises Refused for days past, for a roster of more than a year, for a shift that somebody else has, for a day on
    which everybody is on leave, and for whoever has another shift that day.
    """
    found = rules.post_called(by, post)
    rules.must_administer(by, found.area)
    _check(kind, members, first, last, at)
    people = rules.members_called(by, members, field="members")
    head = chain.locked(by.county, f"roster:{found.code}")
    days = list(_days(by.county, first, last, every=kind == Shift.Kind.AROUND or not working_days_only))
    if not days:
        raise Refused(_("这段时间没有工作日，排不出值班。请改日期，或连休息日一起排。"), field="last")
    made = _turns(found, kind, people, days)
    if not made:
        return made
    _must_be_free(made)
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(made)
    except IntegrityError as error:
        raise Refused(_("刚刚有人排了同样的班。请刷新值班表，再排一次。")) from error
    emit(RosterLaidOut(kind=kind, days=_told(made)), on=head, by=by, at=at)
    queries.changed()
    return made


@transaction.atomic
def withdraw(post: str, *, kind: str, first: date, last: date, by: Actor, at: datetime) -> int:
    """Take back the shifts of a post that begin on these days and have not begun. Returns how many."""
    found = rules.post_called(by, post)
    rules.must_administer(by, found.area)
    rows = Shift.objects.filter(county=by.county, post=found, kind=kind, day__gte=first, day__lte=last, begins__gt=at)
    gone = list(rows.select_for_update(of=("self",)).select_related("member").order_by("day"))
    if gone:
        rows.delete()
        told = ShiftsWithdrawn(kind=kind, days=_told(gone))
        emit(told, on=chain.locked(by.county, f"roster:{found.code}"), by=by, at=at)
        queries.changed()
    return len(gone)


def make(post: Post, member: Member, *, kind: str, day: date) -> Shift:
    """A shift of a member, with the hours of its kind."""
    begins, ends = Shift.hours(kind, day)
    return Shift(county=post.county, post=post, member=member, kind=kind, day=day, begins=begins, ends=ends)


def on_leave(away: Iterable[Leave], shift: Shift) -> bool:
    """Whether the member of a shift is on leave on one of the days it touches."""
    return any(
        leave.member_id == shift.member_id and leave.first <= day <= leave.until for leave in away for day in shift.days
    )


def already_on_shift(shift: Shift) -> Refused:
    """What to say when somebody has another shift that day."""
    return Refused(
        _("%(member)s在%(day)s已经有班，不能一天排两班。请换一位，或先撤下那一班。")
        % {"member": shift.member, "day": shift.day.isoformat()}
    )


def _turns(post: Post, kind: str, people: Sequence[Member], days: Sequence[date]) -> list[Shift]:
    rows = Shift.objects.filter(post=post, kind=kind, day__gte=days[0] - ONE_DAY, day__lte=days[-1])
    taken = {shift.day: shift for shift in rows.select_related("member")}
    away = leaves(days[0], days[-1] + ONE_DAY)
    served = Counter(shift.member_id for day, shift in taken.items() if day >= days[0])
    made: list[Shift] = []
    for day in days:
        there = taken.get(day)
        if there is None:
            free = [shift for person in people if not on_leave(away, shift := make(post, person, kind=kind, day=day))]
            if not free:
                raise Refused(_("%(day)s名单里的人都在请假。请加人，或避开这一天。") % {"day": day.isoformat()})
            before = taken.get(day - ONE_DAY)
            there = min(free, key=lambda s: (before and s.member_id == before.member_id, served[s.member_id]))
            served[there.member_id] += 1
            made.append(there)
            taken[day] = there
        elif there.member not in people:
            raise Refused(
                _("%(day)s的班已经排给%(member)s。请把这位加进名单，或先撤下那一班。")
                % {"day": day.isoformat(), "member": there.member}
            )
    return made


def _must_be_free(made: Sequence[Shift]) -> None:
    people = {shift.member_id for shift in made}
    held = Shift.objects.filter(member__in=people, day__gte=made[0].day, day__lte=made[-1].day)
    busy = set(held.values_list("member_id", "day"))
    for shift in made:
        if (shift.member_id, shift.day) in busy:
            raise already_on_shift(shift)


def _check(kind: str, members: Sequence[str], first: date, last: date, at: datetime) -> None:
    if kind not in Shift.Kind.values:
        raise Refused(_("班次应为白班、夜班或24小时值班。请选一种。"), field="kind")
    if not members:
        raise Refused(_("值班名单是空的。请至少写一位。"), field="members")
    rules.in_order(first, last)
    if first < at.astimezone(ZONE).date():
        raise Refused(_("值班从今天排起，过去的不能补排。请改正日期。"), field="first")
    if last - first >= LONGEST:
        raise Refused(_("一次最多排一年的班。请缩短日期。"), field="last")


def _days(county: str, first: date, last: date, *, every: bool) -> Iterator[date]:
    known = calendar(county)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if every or known.is_work(day):
            yield day


def _told(shifts: Sequence[Shift]) -> dict[date, str]:
    return {shift.day: shift.member.code for shift in shifts}
