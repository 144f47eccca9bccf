"""How simulated cases will go: what is reported where and when, and what becomes of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from shapely import Point, Polygon

from onedoor.cases.flow import Colour
from onedoor.cases.models.choices import Nature, Urgency
from onedoor.core.clock import ZONE, Calendar, next_working_moment
from onedoor.simulation import sorts
from onedoor.simulation.course import Course
from onedoor.simulation.standings import SHARES, SOLVED, STANDINGS, UNREACHED, UNSOLVED, Standing, Turn
from onedoor.simulation.texts import grave, telling
from onedoor.simulation.texts.telling import Text
from onedoor.simulation.timeline import before
from onedoor.simulation.world.areas import AreaSeed
from onedoor.simulation.world.catalogue import ItemSeed
from onedoor.simulation.world.yunzhou import World

DAYS = 30
"""How many days the reports of a simulated history go back."""

_DAYS_OF_A_TURN = 12
"""What is special about a case had so many days at least to happen; what only just began is among the standings."""

_COMMUNITY_WEIGHT = 3
_CALLS_AGAIN = 0.06
_OUT_OF_HOURS = 0.1
_BUSY_DAY, _QUIET_DAY = 6, 1
_ROUND_THE_CLOCK = ("hotline", "qr", "web", "police")
_FRESH = timedelta(hours=3, minutes=20)
_ALWAYS_GREEN = (Turn.INFORMED, Turn.RAISED, Turn.TRANSFERRED)
_GRAVE = (Turn.SAFETY, Turn.INFORMED, Turn.TRANSFERRED)
_URGENCY = {
    Turn.TRANSFERRED: Urgency.CRITICAL,
    Turn.SAFETY: Urgency.CRITICAL,
    Turn.EXTENDED: Urgency.NORMAL,
    Turn.NOT_EXTENDED: Urgency.NORMAL,
    Turn.HALTED: Urgency.NORMAL,
    Turn.ORDERED: Urgency.NORMAL,
}


_WORKDAY = timedelta(hours=9)
_REPLIED_AFTER = (1.0, 4.4)
_BRISK = 0.4
_ANSWERED_ON_THE_SPOT, _BY_LINK = 0.85, 0.22
_TIME_FOR_A_NEIGHBOUR = timedelta(hours=2)


class Drawer:
    """Draws courses for one world, each a pure function of the seed and the moment at which the history ends."""

    def __init__(self, world: World, *, rng: Random, at: datetime, calendar: Calendar) -> None:
        self._rng, self._at, self._calendar = rng, at, calendar
        self._items = {item.code: item for item in world.items}
        self._towns = {area.code: area for area in world.county.of_level("town")}
        self._villages = world.county.of_level("village")
        self._weights = [_COMMUNITY_WEIGHT if int(area.code[9:]) < 200 else 1 for area in self._villages]
        manned = {post.unit for post in world.posts}
        self._manned = [area for area in self._villages if area.code in manned]
        self._grids: defaultdict[str, list[AreaSeed]] = defaultdict(list)
        for area in world.county.of_level("grid"):
            self._grids[area.parent].append(area)
        self._callers: list[Text] = []

    def courses(self, count: int) -> list[Course]:
        """Courses with so many reports, those that stand somewhere at the end among them, in the order of arrival."""
        drawn: list[Course] = []
        waiting = self._waiting(count)
        standing, turns = iter(waiting), iter(self._turns(count - len(waiting)))
        left = count
        while left:
            kind = next(standing, None)
            course = self._standing(kind) if kind else self._running(next(turns, Turn.NONE))
            if course.reports > left:
                course = replace(course, again=None, turn=Turn.NONE)
            drawn.append(course)
            left -= course.reports
        return sorted(drawn, key=lambda course: course.arrival)

    def _waiting(self, count: int) -> list[Standing]:
        """What stands somewhere at the end: everything there is, and in a small history some of it."""
        waiting = [kind for kind in STANDINGS if self._happens(kind.turn) for _ in range(kind.count)]
        if count >= len(waiting):
            return waiting
        return [waiting[number * len(waiting) // count] for number in range(count)]

    def _happens(self, turn: Turn) -> bool:
        """Whether this can happen here: only a village with a unit of its own hands a case up."""
        return turn != Turn.RAISED or bool(self._manned)

    def _turns(self, count: int) -> list[Turn]:
        """The turns of so many cases in any order: each as often as its share says, and at least once."""
        shares = [(turn, share) for turn, share in SHARES.items() if self._happens(turn)]
        turns = [turn for turn, share in shares for _ in range(max(1, round(count * share / 100)))]
        turns += [Turn.NONE] * (count - len(turns))
        self._rng.shuffle(turns)
        return turns

    def _running(self, turn: Turn) -> Course:
        rng = self._rng
        arrival = self._arrival(since=_DAYS_OF_A_TURN if turn != Turn.NONE else 0)
        course = self._reported(arrival, turn, asks=turn == Turn.NONE)
        answers: tuple[str, ...] = (UNREACHED,) * rng.choice((0,) * 12 + (1, 1, 2, 3))
        if len(answers) < 3:
            answers += (UNSOLVED, SOLVED) if rng.random() < 0.08 else (SOLVED,)
        returned = rng.random() < 0.07 and course.turn == Turn.NONE
        return replace(
            course,
            answers=answers,
            returned=returned,
            upheld=returned and rng.random() < 0.7,
            by_link=rng.random() < _BY_LINK,
            pace=rng.choice((0.5, 0.7, 0.8, 0.9, 1, 1, 1.1, 1.2, 1.6)),
            on_duty=rng.random() < 0.8,
        )

    def _standing(self, kind: Standing) -> Course:
        rng = self._rng
        replied = None
        arrival = self._at - timedelta(hours=rng.uniform(*kind.hours))
        if kind.arrived:
            arrival = before(self._at, work=_WORKDAY * rng.uniform(*kind.arrived), calendar=self._calendar)
        if kind.days:
            replied = before(self._at, work=_WORKDAY * rng.uniform(*kind.days), calendar=self._calendar)
            arrival = before(replied, work=_WORKDAY * rng.uniform(*_REPLIED_AFTER), calendar=self._calendar)
        course = self._reported(arrival, kind.turn, asks=False)
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

    def _reported(self, arrival: datetime, turn: Turn, *, asks: bool) -> Course:
        """What is reported. A consultation (where it ``asks``) is answered on the spot, mostly."""
        rng = self._rng
        village = rng.choices(self._villages, self._weights)[0] if turn != Turn.RAISED else rng.choice(self._manned)
        item, text, service = self._told(turn, village, arrival, asks=asks)
        if self._callers and turn not in _GRAVE and rng.random() < _CALLS_AGAIN:
            earlier = rng.choice(self._callers)
            text = replace(text, caller_name=earlier.caller_name, phone=earlier.phone)
        self._callers.append(text)
        if text.consultation:
            turn = Turn.ANSWERED if rng.random() < _ANSWERED_ON_THE_SPOT else Turn.NONE
        nature = sorts.nature_of(text.channel, item.code, consultation=text.consultation)
        nature = Nature.INFORM if turn == Turn.INFORMED else nature
        people = sorts.people_of(rng, item.code)
        again = None
        if turn == Turn.MERGED and arrival < self._at - _TIME_FOR_A_NEIGHBOUR:
            again = self._story(item, village, arrival)
        return Course(
            arrival=arrival,
            item=item,
            village=village,
            town=self._towns[village.parent],
            point=self._point(village),
            text=text,
            nature=nature,
            kind=sorts.kind_of(item.code, nature, consultation=text.consultation),
            people=people,
            urgency=_URGENCY.get(turn) or sorts.urgency_of(rng, item.code, nature, people),
            colour=self._colour(turn, text),
            turn=turn if turn != Turn.MERGED or again else Turn.NONE,
            again=again,
            service=service,
        )

    def _colour(self, turn: Turn, text: Text) -> str:
        if turn == Turn.SAFETY:
            return Colour.YELLOW
        if text.consultation or turn in _ALWAYS_GREEN:
            return Colour.GREEN
        shares = (68, 25, 7) if turn == Turn.NONE else (70, 30, 0)
        return self._rng.choices((Colour.GREEN, Colour.YELLOW, Colour.RED), shares)[0]

    def _told(self, turn: Turn, village: AreaSeed, arrival: datetime, *, asks: bool) -> tuple[ItemSeed, Text, str]:
        """The item, what is said, and the emergency service where one is needed at once."""
        rng = self._rng
        if turn == Turn.SAFETY:
            return self._items["01-03"], grave.violence(rng, place=village.name), ""
        if turn == Turn.INFORMED:
            return self._items["27-01"], grave.informing(rng, place=village.name), ""
        if turn == Turn.TRANSFERRED:
            service, text = grave.emergency(rng, place=village.name)
            return self._items["99-03"], text, service
        item = self._items[rng.choice(telling.told_in(village.code))]
        while (text := self._story(item, village, arrival)).consultation and not asks:
            pass
        return item, text, ""

    def _story(self, item: ItemSeed, village: AreaSeed, arrival: datetime) -> Text:
        """What is said about the item, through a channel that is open at that moment."""
        at_work = next_working_moment(arrival, calendar=self._calendar) == arrival
        while True:
            text = telling.story(self._rng, item=item, place=village.name, at=arrival)
            if at_work or text.channel in _ROUND_THE_CLOCK:
                return text

    def _point(self, village: AreaSeed) -> Point | None:
        """Somewhere in the village; None where nobody has drawn its grids."""
        grids = self._grids[village.code]
        return self._point_in(self._rng.choice(grids).boundary) if grids else None

    def _point_in(self, land: Polygon) -> Point:
        west, south, east, north = land.bounds
        while True:
            point = Point(self._rng.uniform(west, east), self._rng.uniform(south, north))
            if land.contains(point):
                return point

    def _arrival(self, *, since: int) -> datetime:
        """Some moment at least so many days ago, before the fresh reports: mostly in office hours of working days."""
        rng = self._rng
        today = self._at.astimezone(ZONE).date()
        days = [today - timedelta(days=back) for back in range(since, DAYS)]
        weights = [_BUSY_DAY if self._calendar.is_work(day) else _QUIET_DAY for day in days]
        while True:
            day = rng.choices(days, weights)[0]
            quiet = self._calendar.is_rest(day) or rng.random() < _OUT_OF_HOURS
            minutes = rng.uniform(7 * 60, 22 * 60) if quiet else rng.uniform(8 * 60 + 30, 16 * 60 + 45)
            moment = datetime.combine(day, time(), tzinfo=ZONE) + timedelta(minutes=minutes)
            if moment < self._at - _FRESH:
                return moment
