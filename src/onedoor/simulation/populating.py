"""Fill a store with some hundred reports of the last weeks, through the real actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from onedoor.cases.models import Case
from onedoor.core.clock import ZONE
from onedoor.core.queries import calendar
from onedoor.simulation.cast import Cast
from onedoor.simulation.courses import Drawer
from onedoor.simulation.lives import CaseLife
from onedoor.simulation.loading import roster
from onedoor.simulation.timeline import live
from onedoor.simulation.world.yunzhou import World

REPORTS = 320
"""How many reports a demo begins with."""

Progress = Callable[[float], None]


@transaction.atomic
def populate(
    world: World, *, seed: int, at: datetime, reports: int = REPORTS, progress: Progress = lambda done: None
) -> int:
    """Live through the thirty days that end at ``at``: so many reports, each as far as people got by then.

    The same seed and moment give the same history but for drawn references and salts. ``progress`` hears the share
    (0 to 1) of the time that has passed. All or none; returns how many cases there are.
    """
    rng = Random(f"reports-{seed}")
    at = at.astimezone(ZONE).replace(microsecond=0)
    days = calendar(world.county.code)
    cast = Cast.of(world.county.code)
    courses = Drawer(world, rng=rng, at=at, calendar=days).courses(reports)
    began = courses[0].arrival
    lives = [
        CaseLife(course, cast=cast, calendar=days, rng=Random(f"case-{seed}-{number}")).steps()
        for number, course in enumerate(courses)
    ]
    live(lives, until=at, told=lambda moment: progress((moment - began) / (at - began)))
    roster(world.county.code, at=at)
    progress(1.0)
    return Case.objects.filter(county=world.county.code).count()
