"""What else could have been told in a history, and where: other words about the same thing through the same channel,
other villages of the same town."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from random import Random
from typing import TypeVar

from shapely import Point

from onedoor.catalogue.queries import signs_in, town_unit
from onedoor.geography.atlas import atlas
from onedoor.simulation.filling.history import Historian
from onedoor.simulation.filling.script import Deed, Script, Told
from onedoor.simulation.standings import Turn
from onedoor.simulation.texts import grave, telling
from onedoor.simulation.texts.telling import Text
from onedoor.simulation.world import names
from onedoor.simulation.world.areas import AreaSeed

TEXTS = 32
"""How many stories there are for one template, each told of any of its places."""

LATE = 900
"""By how many seconds at most a history is lived later than its template."""

PEOPLE = 60_000
"""How many people tell something, at most: of many cases some have the same reporter."""

_STEP = 10
_TRIES = 8  # times TEXTS; a rare channel has fewer stories
_SPOTS = 5
_HERE = "\ue000"
_TROUBLESOME = frozenset("\\\t\r\n\x00")  # no invented story holds these


T = TypeVar("T")
People = Sequence[tuple[str, str]]
"""Names, each with a phone."""


def people(seed: int, cases: int) -> People:
    """Invented people for so many cases."""
    rng = Random(f"people-{seed}")
    return [(names.person(rng), names.phone(rng)) for _ in range(min(PEOPLE, 4 * cases))]


@dataclass(frozen=True)
class Spot:
    """A place where it could have happened: its village, in words, the point, and the area of that point."""

    village: AreaSeed
    place: str
    point: Point | None
    area: str


@dataclass(frozen=True)
class Draw:
    """What one copy of a template tells: the words of each report, the area, and by how many seconds it is later."""

    told: tuple[Told, ...]
    area: str
    late: int


class Words:
    """The words and places of one template: the stories of each report (title and text), and where it may have been."""

    def __init__(self, stories: Sequence[Sequence[tuple[str, str]]], spots: Sequence[Spot], people: People) -> None:
        self._stories, self._spots, self._people = stories, spots, people

    def drawn(self, serial: int, *, seed: int, late: bool) -> Draw:
        """What the copy of this number tells; the same for the same seed. ``late``: whether it may be later."""
        chance = _Chance(seed, serial)
        spot = chance.choice(self._spots)
        told = tuple(self._telling(chance, stories, spot) for stories in self._stories)
        return Draw(told, spot.area, chance.below(LATE // _STEP + 1) * _STEP if late else 0)

    def _telling(self, chance: _Chance, stories: Sequence[tuple[str, str]], spot: Spot) -> Told:
        title, text = chance.choice(stories)
        name, phone = chance.choice(self._people)
        village = spot.village
        return Told(
            title=title.replace(_HERE, village.name),
            text=text.replace(_HERE, village.name),
            place=spot.place,
            area=village.code,
            lon=spot.point.x if spot.point else None,
            lat=spot.point.y if spot.point else None,
            name=name,
            phone=phone,
        )


class _Chance:
    """Choices that follow from seed and number alone, for a fraction of what a generator of its own would cost."""

    def __init__(self, seed: int, serial: int) -> None:
        drawn = blake2b(b"%d-%d" % (seed, serial), digest_size=24).digest()
        self._left = int.from_bytes(drawn, "big")

    def below(self, end: int) -> int:
        self._left, found = divmod(self._left, end)
        return found

    def choice(self, among: Sequence[T]) -> T:
        return among[self.below(len(among))]


class Thesaurus:
    """Finds the words and places of templates in one county, and who tells: ``people``."""

    def __init__(
        self, county: str, historian: Historian, villages: Sequence[AreaSeed], people: People, *, seed: int
    ) -> None:
        self._county, self._historian, self._people, self._seed = county, historian, people, seed
        self._beside: defaultdict[tuple[str, bool], list[AreaSeed]] = defaultdict(list)
        for village in villages:
            self._beside[village.parent, _rural(village)].append(village)
        self._spots: dict[str, list[Spot]] = {}

    def words(self, script: Script, number: int, area: str) -> Words:
        """Those of the template of this number, which happened in ``area``."""
        course = script.course
        rng = Random(f"words-{self._seed}-{number}")
        texts = [self._stories(rng, script, course.text)]
        if len(script.told) > 1 and course.again:
            texts.append(self._stories(rng, script, course.again))
        spots = [Spot(course.village, f"{course.town.name}{course.village.name}", course.point, area)]
        if course.point is not None and not _bound(script):
            beside = self._beside[course.village.parent, _rural(course.village)]
            spots = [spot for village in beside for spot in self._points(village, course.town)] or spots
        return Words(texts, spots, self._people)

    def _stories(self, rng: Random, script: Script, text: Text) -> list[tuple[str, str]]:
        """As many as are found of the same kind; the template's own is the first."""
        course, village = script.course, script.course.village.name
        like = _like(rng, script, text, course.arrival)
        signs = signs_in(self._county, text.body)
        found = {(text.title, text.body): None}
        for _ in range(TEXTS * _TRIES):
            if len(found) == TEXTS:
                break
            other = like()
            same = (other.channel, other.consultation) == (text.channel, text.consultation)
            if same and not _TROUBLESOME & {*other.title, *other.body} and signs_in(self._county, other.body) == signs:
                found[other.title, other.body] = None
        return [(title.replace(village, _HERE), body.replace(village, _HERE)) for title, body in found]

    def _points(self, village: AreaSeed, town: AreaSeed) -> list[Spot]:
        """Some points of a village whose grids were drawn; none of one for which another unit is the town."""
        if village.code not in self._spots:
            points = [point for _ in range(_SPOTS) if (point := self._historian.point(village))]
            areas = [(point, atlas(self._county).grid_at(point.x, point.y)) for point in points]
            self._spots[village.code] = [
                Spot(village, f"{town.name}{village.name}", point, area)
                for point, area in areas
                if area and town_unit(self._county, village.code) == town_unit(self._county, town.code)
            ]
        return self._spots[village.code]


def _like(rng: Random, script: Script, text: Text, at: datetime) -> Callable[[], Text]:
    """Draws another text of what happened."""
    course = script.course
    place = course.village.name
    match course.turn:
        case Turn.SAFETY:
            return lambda: grave.violence(rng, place=place)
        case Turn.INFORMED:
            return lambda: grave.informing(rng, place=place)
        case Turn.TRANSFERRED:
            return lambda: _calling(rng, course.service, place)
    return lambda: telling.story(rng, item=course.item, place=place, at=at)


def _calling(rng: Random, service: str, place: str) -> Text:
    while (found := grave.emergency(rng, place=place))[0] != service:
        pass
    return found[1]


def _rural(village: AreaSeed) -> bool:
    return village.name.endswith("村")


def _bound(script: Script) -> bool:
    """Whether somebody of the village itself had a part in it."""
    village = script.course.village.code
    given = (value for step in script.steps if isinstance(step, Deed) for value in (step.who, *step.given.values()))
    named = {name for value in given for name in (value if isinstance(value, tuple | list) else (value,))}
    return any(isinstance(name, str) and name.startswith(village) for name in named)
