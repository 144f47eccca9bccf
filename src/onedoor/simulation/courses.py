"""How simulated cases will go: what is reported where and when, and what becomes of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from shapely import Point, Polygon

from onedoor.cases.flow import Colour
from onedoor.cases.models.case import Nature, Urgency
from onedoor.core.clock import ZONE, Calendar, next_working_moment
from onedoor.simulation.texts import telling
from onedoor.simulation.texts.telling import Text
from onedoor.simulation.timeline import before
from onedoor.simulation.world.areas import AreaSeed
from onedoor.simulation.world.catalogue import ItemSeed
from onedoor.simulation.world.yunzhou import World

DAYS = 30
"""How many days the reports of a simulated history go back."""

UNREACHED, UNSOLVED, SOLVED = "unreached", "unsolved", "solved"

_COMMUNITY_WEIGHT = 3
_CALLS_AGAIN = 0.06
_OUT_OF_HOURS = 0.1
_BUSY_DAY, _QUIET_DAY = 6, 1
_ROUND_THE_CLOCK = ("hotline", "qr", "web", "police")
_NATURES = {"petition": Nature.PETITION}
_DISPUTES = ("01", "02", "03", "04", "06", "11", "13")
_FRESH = timedelta(hours=3, minutes=20)


@dataclass(frozen=True)
class Course:
    """One simulated case: the report, and how everybody will behave.

    ``pace`` stretches every delay (1 is usual); ``on_duty`` means that nobody waits for office hours. ``stands_at`` is
    the step that is not taken any more, empty when the case runs to its end. ``replied`` is when the unit replies,
    where that is fixed.
    """

    arrival: datetime
    item: ItemSeed
    village: AreaSeed
    town: AreaSeed
    point: Point
    text: Text
    nature: str
    urgency: str
    colour: str
    answers: tuple[str, ...] = (SOLVED,)
    replied: datetime | None = None
    returned: bool = False
    upheld: bool = False
    pace: float = 1.0
    on_duty: bool = False
    stands_at: str = ""


@dataclass(frozen=True)
class Standing:
    """So many cases that wait at one step at the end.

    Those not replied to yet were reported between so many ``hours`` before it; of the others the unit replied between
    so many working ``days`` before it.
    """

    step: str
    count: int
    hours: tuple[float, float] = (0, 0)
    days: tuple[float, float] | None = None
    colour: str = ""
    answers: tuple[str, ...] = (SOLVED,)


STANDINGS = (
    Standing("triage", 7, hours=(0.1, 2.5)),
    Standing("triage", 1, hours=(4.5, 6)),
    Standing("dispatch", 5, hours=(0.5, 3)),
    Standing("sign", 6, hours=(0.4, 2.2)),
    Standing("sign", 2, hours=(5, 9)),
    Standing("entrust", 3, hours=(0.8, 4), colour=Colour.RED),
    Standing("reply", 14, hours=(1, 9)),
    Standing("reply", 12, hours=(24, 7 * 24)),
    Standing("reply", 3, hours=(11 * 24, 15 * 24), colour=Colour.GREEN),
    Standing("rule", 4, hours=(6, 4 * 24)),
    Standing("redispatch", 3, hours=(12, 5 * 24)),
    Standing("review", 7, days=(0.05, 1.9)),
    Standing("visit", 8, days=(0.8, 3.6)),
    Standing("visit", 2, days=(1.5, 3.5), answers=(UNREACHED, SOLVED)),
    Standing("rework", 4, days=(1.2, 2.8), answers=(UNSOLVED, SOLVED)),
    Standing("close", 5, days=(1.2, 2.8)),
    Standing("confirm", 3, days=(1.2, 2.8), colour=Colour.RED),
)
"""What every desk finds at the end, so that nobody who looks in has nothing to do."""

_WORKDAY = timedelta(hours=9)
_REPLIED_AFTER = (0.6, 4.4)
_BRISK = 0.4


class Drawer:
    """Draws courses for one world, each a pure function of the seed and the moment at which the history ends."""

    def __init__(self, world: World, *, rng: Random, at: datetime, calendar: Calendar) -> None:
        self._rng, self._at, self._calendar = rng, at, calendar
        self._items = {item.code: item for item in world.items}
        self._towns = {area.code: area for area in world.county.of_level("town")}
        self._villages = world.county.of_level("village")
        self._weights = [_COMMUNITY_WEIGHT if int(area.code[9:]) < 200 else 1 for area in self._villages]
        self._grids: defaultdict[str, list[AreaSeed]] = defaultdict(list)
        for area in world.county.of_level("grid"):
            self._grids[area.parent].append(area)
        self._callers: list[Text] = []

    def courses(self, count: int) -> list[Course]:
        """So many courses, those that stand somewhere at the end among them, in the order of their arrival."""
        standing = [self._standing(kind) for kind in STANDINGS for _ in range(kind.count)][:count]
        running = [self._running() for _ in range(count - len(standing))]
        return sorted([*standing, *running], key=lambda course: course.arrival)

    def _running(self) -> Course:
        rng = self._rng
        arrival = self._arrival()
        course = self._reported(arrival)
        answers: tuple[str, ...] = (UNREACHED,) * rng.choice((0,) * 12 + (1, 1, 2, 3))
        if len(answers) < 3:
            answers += (UNSOLVED, SOLVED) if rng.random() < 0.08 else (SOLVED,)
        returned = rng.random() < 0.07
        return replace(
            course,
            answers=answers,
            returned=returned,
            upheld=returned and rng.random() < 0.7,
            pace=rng.choice((0.5, 0.7, 0.8, 0.9, 1, 1, 1.1, 1.2, 1.6)),
            on_duty=rng.random() < 0.8,
        )

    def _standing(self, kind: Standing) -> Course:
        rng = self._rng
        replied = None
        arrival = self._at - timedelta(hours=rng.uniform(*kind.hours))
        if kind.days:
            replied = before(self._at, work=_WORKDAY * rng.uniform(*kind.days), calendar=self._calendar)
            arrival = before(replied, work=_WORKDAY * rng.uniform(*_REPLIED_AFTER), calendar=self._calendar)
        course = self._reported(arrival)
        colour = kind.colour or (course.colour if course.colour != Colour.RED else Colour.YELLOW)
        return replace(
            course,
            colour=colour,
            answers=kind.answers,
            replied=replied,
            returned=kind.step in ("rule", "redispatch"),
            upheld=kind.step == "redispatch",
            pace=_BRISK,
            on_duty=True,
            stands_at=kind.step,
        )

    def _reported(self, arrival: datetime) -> Course:
        rng = self._rng
        village = rng.choices(self._villages, self._weights)[0]
        item = self._items[rng.choice(telling.told_in(village.code))]
        text = self._told(item, village, arrival)
        if self._callers and rng.random() < _CALLS_AGAIN:
            earlier = rng.choice(self._callers)
            text = replace(text, caller_name=earlier.caller_name, phone=earlier.phone)
        self._callers.append(text)
        nature = _NATURES.get(text.channel, Nature.DISPUTE if item.code[:2] in _DISPUTES else Nature.DEMAND)
        colour = rng.choices((Colour.GREEN, Colour.YELLOW, Colour.RED), (68, 25, 7))[0]
        return Course(
            arrival=arrival,
            item=item,
            village=village,
            town=self._towns[village.parent],
            point=self._point_in(rng.choice(self._grids[village.code]).boundary),
            text=text,
            nature=nature,
            urgency=rng.choices((Urgency.NORMAL, Urgency.URGENT, Urgency.CRITICAL), (93, 6, 1))[0],
            colour=Colour.GREEN if text.consultation else colour,
        )

    def _told(self, item: ItemSeed, village: AreaSeed, arrival: datetime) -> Text:
        """What is said, through a channel that is open at that moment."""
        at_work = next_working_moment(arrival, calendar=self._calendar) == arrival
        while True:
            text = telling.story(self._rng, item=item, place=village.name, at=arrival)
            if at_work or text.channel in _ROUND_THE_CLOCK:
                return text

    def _point_in(self, land: Polygon) -> Point:
        west, south, east, north = land.bounds
        while True:
            point = Point(self._rng.uniform(west, east), self._rng.uniform(south, north))
            if land.contains(point):
                return point

    def _arrival(self) -> datetime:
        """Some moment of the last days before the fresh reports: mostly in office hours of working days."""
        rng = self._rng
        today = self._at.astimezone(ZONE).date()
        days = [today - timedelta(days=back) for back in range(DAYS)]
        weights = [_BUSY_DAY if self._calendar.is_work(day) else _QUIET_DAY for day in days]
        while True:
            day = rng.choices(days, weights)[0]
            quiet = self._calendar.is_rest(day) or rng.random() < _OUT_OF_HOURS
            minutes = rng.uniform(7 * 60, 22 * 60) if quiet else rng.uniform(8 * 60 + 30, 16 * 60 + 45)
            moment = datetime.combine(day, time(), tzinfo=ZONE) + timedelta(minutes=minutes)
            if moment < self._at - _FRESH:
                return moment
