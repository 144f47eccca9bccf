"""Histories of three years, lived through by the real actions: the templates of what is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from shapely import Point

from onedoor.core.queries import calendar
from onedoor.simulation.actions.elapsing import elapse
from onedoor.simulation.cast import Cast
from onedoor.simulation.course import Course
from onedoor.simulation.courses import DAYS, Drawer
from onedoor.simulation.filling.kin import Family, families
from onedoor.simulation.filling.script import NotedLife, Script, Told
from onedoor.simulation.standings import STANDINGS, Turn
from onedoor.simulation.timeline import live
from onedoor.simulation.world.areas import AreaSeed
from onedoor.simulation.world.yunzhou import World

MONTHS = 36
"""Over how many times thirty days the histories are spread."""

_STANDING, _ASKED = 3, 6
"""One template in so many stands somewhere at the end; one in so many is a question answered on the spot."""


class Historian(Drawer):
    """Draws what happened in thirty days that are over, and what still waits."""

    def turns(self, count: int) -> list[Turn]:
        """So many turns in any order, each as often as is usual, and where there is room at least once."""
        return self._turns(count)[:count]

    def past(self, turn: Turn) -> Course:
        """A course that runs to its end."""
        return self._running(turn)

    def asked(self) -> Course:
        """A question that is answered on the spot."""
        while (course := self._running(Turn.NONE)).turn != Turn.ANSWERED:
            pass
        return course

    def waiting(self, count: int) -> list[Course]:
        """Courses that stand somewhere at the end, each of another kind as long as there are."""
        kinds = [kind for kind in STANDINGS if self._happens(kind.turn)]
        return [self._standing(kinds[number * len(kinds) // count % len(kinds)]) for number in range(count)]

    def point(self, village: AreaSeed) -> Point | None:
        """Somewhere in the village; None where nobody has drawn its grids."""
        return self._point(village)


def courses(world: World, *, seed: int, at: datetime, count: int) -> list[Course]:
    """So many courses of the three years that end at ``at``, in the order of arrival."""
    rng, days = Random(f"filling-{seed}"), calendar(world.county.code)
    months = [
        Historian(world, rng=rng, at=at - timedelta(days=DAYS * back), calendar=days)
        for back in reversed(range(MONTHS))
    ]
    standing, asked = count // _STANDING, count // _ASKED
    past = [Turn.ANSWERED] * asked + months[-1].turns(count - standing - asked)
    rng.shuffle(past)
    drawn = months[-1].waiting(standing)
    for number, turn in enumerate(past):
        month = months[number * MONTHS // len(past)]
        drawn.append(month.asked() if turn == Turn.ANSWERED else month.past(turn))
    return sorted(drawn, key=lambda course: course.arrival)


def lived(world: World, *, seed: int, at: datetime, count: int) -> list[Script]:
    """Live through that many histories in the store, and note what was done in each."""
    county = world.county.code
    cast, days = Cast.of(county), calendar(county)
    drawn = courses(world, seed=seed, at=at, count=count)
    with transaction.atomic():
        lives = [
            NotedLife(course, cast=cast, calendar=days, rng=Random(f"filling-{seed}-{number}"))
            for number, course in enumerate(drawn)
        ]
        live([life.steps() for life in lives], until=at)
    elapse(drawn[0].arrival, at)  # what is told only after its transaction
    return [life.script for life in lives if life.script.refs]


def lived_again(
    scripts: Sequence[Script],
    told: Sequence[Sequence[Told]],
    late: Sequence[timedelta],
    *,
    county: str,
    until: datetime,
) -> list[Family]:
    """The families of histories that are lived once more by the real actions, each with other words and later. The
    store is left as it was."""
    cast = Cast.of(county)
    refs: list[list[str]] = [[] for _ in scripts]
    with transaction.atomic():
        again = zip(scripts, told, late, refs, strict=True)
        live(
            [script.again(words, cast=cast, until=until, late=by, refs=named) for script, words, by, named in again],
            until=until,
        )
        found = families(refs, county=county)
        transaction.set_rollback(True)
    return found
