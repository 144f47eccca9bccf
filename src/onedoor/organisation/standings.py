"""Who holds which post: seats, leave with delegation, and shifts, worked out once per day and kept in memory.

While a member is on leave, the delegate has the member's posts, marked with the post acted for, and the member has
none. A post that would be left with nobody (no delegate, no other holder at work) stays with whoever is away: else
nothing would be done. A delegate who is away as well has nothing to give on, so there is no chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from onedoor.core.clock import ZONE
from onedoor.core.revisions import Shelf
from onedoor.geography.successions import successions
from onedoor.organisation.actor import Standing
from onedoor.organisation.models import Leave, Member, Post, Seat, Shift

ONE_DAY = timedelta(days=1)


@dataclass
class Held:
    """Who holds what on one day: by seat or as a delegate all day, by shift between two moments."""

    all_day: dict[int, dict[str, Standing]] = field(default_factory=dict)
    for_hours: dict[int, list[tuple[datetime, datetime, Standing]]] = field(default_factory=dict)
    counties: dict[int, str] = field(default_factory=dict)

    def by(self, member: int, at: datetime | None) -> tuple[Standing, ...]:
        """What a member holds at a moment of the day; without a moment, what is held all day."""
        held = dict(self.all_day.get(member, {}))
        for begins, ends, standing in self.for_hours.get(member, ()):
            if at is not None and begins <= at < ends:
                held.setdefault(standing.post, standing)
        county = self.counties.get(member, "")
        return tuple(each for standing in held.values() for each in _everywhere(county, standing))


def seated(day: date) -> QuerySet[Seat]:
    """The seats of members who work here on this day, A before B."""
    valid = Q(valid_to=None) | Q(valid_to__gte=day)
    return Seat.objects.filter(valid, valid_from__lte=day, member__is_active=True).order_by("role", "id")


def leaves(first: date, last: date) -> list[Leave]:
    """Every leave that takes somebody away on one of these days."""
    back = midnight(first + ONE_DAY)
    found = Leave.objects.filter(Q(ended_at=None) | Q(ended_at__gte=back), first__lte=last, last__gte=first)
    return [leave for leave in found.select_related("member", "delegate").order_by("id") if leave.until >= leave.first]


def delegates(away: Iterable[Leave]) -> dict[int, Member]:
    """By the id of each absent member, who has their posts; a delegate who left or is away has nobody's."""
    given = {leave.member_id: leave.delegate for leave in away}
    return {
        member: delegate
        for member, delegate in given.items()
        if delegate is not None and delegate.is_active and delegate.pk not in given
    }


def midnight(day: date) -> datetime:
    """The moment at which a day begins, at +08:00."""
    return datetime.combine(day, datetime.min.time(), tzinfo=ZONE)


def _load(day: str) -> Held:
    today = date.fromisoformat(day)
    seats = list(seated(today).select_related("post__unit").order_by("id"))
    away = leaves(today, today)
    absent, delegate = {leave.member_id for leave in away}, delegates(away)
    covered = {seat.post_id for seat in seats if seat.member_id not in absent or seat.member_id in delegate}
    held = Held(counties={seat.member_id: seat.county for seat in seats})
    for seat in seats:
        if seat.member_id not in absent or seat.post_id not in covered:
            held.all_day.setdefault(seat.member_id, {})[seat.post.code] = _standing(seat.post)
    for seat in seats:
        if seat.member_id in delegate:
            held.counties[delegate[seat.member_id].pk] = seat.county
            posts = held.all_day.setdefault(delegate[seat.member_id].pk, {})
            posts.setdefault(seat.post.code, _standing(seat.post, acting_for=seat.post.code))
    for shift in Shift.objects.filter(
        begins__lt=midnight(today + ONE_DAY), ends__gt=midnight(today), member__is_active=True
    ).select_related("post__unit"):
        if shift.member_id not in absent:
            hours = (shift.begins, shift.ends, _standing(shift.post))
            held.for_hours.setdefault(shift.member_id, []).append(hours)
            held.counties[shift.member_id] = shift.county
    return held


def _everywhere(county: str, standing: Standing) -> Iterator[Standing]:
    """The standing in the area of its post, then wherever that area's codes have moved (ADR 0013)."""
    for area in successions(county).reach(standing.area):
        yield standing if area == standing.area else replace(standing, area=area)


def _standing(post: Post, *, acting_for: str = "") -> Standing:
    # A post's name is the centre's own word, kept as it is in every language; so is the mark behind it.
    name = f"{post.name}（代）" if acting_for else post.name
    return Standing(post.code, post.unit.code, post.unit_id, frozenset(post.duties), post.area, name, acting_for)


_held: Shelf[Held] = Shelf("organisation", _load)


def held_on(day: date) -> Held:
    """Who holds what on a day, kept in memory until units, people, leave or rosters change."""
    return _held.get(day.isoformat())
