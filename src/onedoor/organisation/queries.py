"""Who is who: actors, units, the centre; who sits there, who is on duty, who answers for a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from onedoor.core.clock import ZONE
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.core.revisions import Shelf, bump
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member, Post, Presence, Seat, Secondment, Shift, Unit
from onedoor.organisation.standings import delegates, held_on, leaves, seated


@dataclass(frozen=True)
class Directory:
    """Units of one county in memory."""

    by_code: dict[str, Unit]
    by_id: dict[int, Unit]

    @cached_property
    def centre(self) -> Unit:
        """The county's centre, which registers, dispatches and reviews. Raises Refused when none is set up."""
        for unit in self.by_code.values():
            if unit.kind == Unit.Kind.CENTRE and unit.active:
                return unit
        raise Refused(_("还没有设立中心：请先建立类型为“中心”的单位。"))

    def above(self, unit: Unit) -> list[Unit]:
        """The chain of command over a unit, the next above first."""
        chain: list[Unit] = []
        parent = self.by_id.get(unit.parent_id or 0)
        while parent is not None and parent not in chain:
            chain.append(parent)
            parent = self.by_id.get(parent.parent_id or 0)
        return chain

    def below(self, unit: Unit) -> list[Unit]:
        """Every unit under this one, however far down, by code."""
        return [other for other in self.by_code.values() if unit in self.above(other)]

    @property
    def centres(self) -> frozenset[int]:
        """Ids of the units that belong to the centre."""
        return frozenset(unit.id for unit in self.by_code.values() if unit.kind == Unit.Kind.CENTRE)


@dataclass(frozen=True)
class Listed:
    """A unit on the list of those that sit at the centre; ``here`` says whether it does on the day asked for."""

    unit: Unit
    mode: str
    window: str
    here: bool


def _load_directory(county: str) -> Directory:
    units = list(Unit.objects.filter(county=county).order_by("code"))
    return Directory({unit.code: unit for unit in units}, {unit.id: unit for unit in units})


def _load_posts(county: str) -> dict[str, str]:
    held = Seat.objects.filter(county=county).order_by("valid_from").values_list("member__code", "post__name")
    return dict(held)


def _load_presences(county: str) -> tuple[Presence, ...]:
    return tuple(Presence.objects.filter(county=county).select_related("unit").order_by("valid_from"))


_posts: Shelf[dict[str, str]] = Shelf("organisation", _load_posts)
_directories: Shelf[Directory] = Shelf("organisation", _load_directory)
_presences: Shelf[tuple[Presence, ...]] = Shelf("organisation", _load_presences)


def directory(county: str) -> Directory:
    """The units of a county, kept in memory until they change."""
    return _directories.get(county)


def above(unit: Unit) -> list[Unit]:
    """The chain of command over a unit, the next above first."""
    return directory(unit.county).above(unit)


def below(unit: Unit) -> list[Unit]:
    """Every unit under this one, however far down, by code."""
    return directory(unit.county).below(unit)


def actor(member: Member, *, on: date, at: datetime | None = None) -> Actor:
    """The member with the posts held on this day; given a moment of it, with the posts of the shift held then too."""
    return Actor(member.code, member.county, held_on(on).by(member.pk, at), member.name)


def responsible(post: Post, *, at: datetime) -> Member | None:
    """Who answers for a post that day: A, or B while A is on leave, or the delegate where both are (AB岗, A-036).

    While nobody stands in, whoever is away answers. None for a post that nobody holds.
    """
    today = at.astimezone(ZONE).date()
    holders = [seat.member for seat in seated(today).filter(post=post).select_related("member")]
    away = leaves(today, today)
    absent, delegate = {leave.member_id for leave in away}, delegates(away)
    at_work = [member for member in holders if member.pk not in absent]
    stand_ins = [delegate[member.pk] for member in holders if member.pk in delegate]
    return next(iter([*at_work, *stand_ins, *holders]), None)


def on_duty(county: str, *, at: datetime) -> list[Shift]:
    """The shifts that run at a moment, by post (值班)."""
    running = Shift.objects.filter(county=county, begins__lte=at, ends__gt=at, member__is_active=True)
    today = at.astimezone(ZONE).date()
    # The days only bound the search: no shift is longer than a day.
    running = running.filter(day__gte=today - timedelta(days=1), day__lte=today)
    return list(running.select_related("post__unit", "member").order_by("post__code", "begins"))


def listed(county: str, *, on: date) -> list[Presence]:
    """The units on the list of those that sit at the centre, by mode and code: resident, rotating, on call."""
    known = [row for row in _presences.get(county) if row.valid_from <= on and (not row.valid_to or on <= row.valid_to)]
    return sorted(known, key=lambda row: (Presence.Mode.values.index(row.mode), row.unit.code))


def present(county: str, *, on: datetime) -> list[Listed]:
    """The list of a day, each unit with whether it sits at the centre that day (A-033).

    Resident units do on every working day of the county's calendar, make-up workdays included; rotating ones when it
    is also one of their weekdays; on-call ones never do unless they are called.
    """
    today = on.astimezone(ZONE).date()
    working = calendar(county).is_work(today)
    return [
        Listed(
            row.unit, row.mode, row.window,
            here=working
            and (row.mode == Presence.Mode.RESIDENT or row.mode == Presence.Mode.ROTATING
                 and today.isoweekday() in row.weekdays),
        )
        for row in listed(county, on=today)
    ]  # fmt: skip


def composition(county: str, *, on: date) -> dict[str, int]:
    """How many units are resident, rotating and on call: the numbers of the county's "7+9+N"."""
    modes = [row.mode for row in listed(county, on=on)]
    return {mode: modes.count(mode) for mode in Presence.Mode.values}


def seconded(county: str, *, on: date) -> list[Secondment]:
    """Who works away from their own unit on a day, by host and member."""
    valid = Q(valid_to=None) | Q(valid_to__gte=on)
    found = Secondment.objects.filter(valid, county=county, valid_from__lte=on)
    return list(found.select_related("member", "home", "host").order_by("host__code", "member__code"))


def post_names(county: str) -> dict[str, str]:
    """What to call whoever a record names: the post of each member's code, never the person."""
    return _posts.get(county)


def changed() -> None:
    """Say, in the transaction that changes units, posts, seats or members, that every process must read them again."""
    bump("organisation")


def home_county() -> str:
    """The county this installation serves: the setting, or the only county in the store.

    Raises Refused when there is none, or more than one and no setting.
    """
    if settings.ONEDOOR_COUNTY:
        return str(settings.ONEDOOR_COUNTY)
    counties = _counties.get("")
    if len(counties) == 1:
        return counties[0]
    if not counties:
        raise Refused(_("库里还没有县区：请先运行./onedoor demo，或导入本县的区划和单位。"))
    raise Refused(_("库里有多个县区：请用环境变量ONEDOOR_COUNTY指明是哪一个。"))


def _load_counties(key: str) -> list[str]:
    return list(Unit.objects.filter(~Q(county="")).values_list("county", flat=True).distinct().order_by("county"))


_counties: Shelf[list[str]] = Shelf("organisation", _load_counties)
