"""Fill a store with some hundred reports of the last weeks, through the real actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases.models import Case
from onedoor.catalogue.queries import catalogue
from onedoor.core.clock import ZONE
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.simulation.cast import Cast
from onedoor.simulation.courses import Drawer
from onedoor.simulation.ground import ground
from onedoor.simulation.lives import CaseLife
from onedoor.simulation.loading import roster
from onedoor.simulation.morning import morning
from onedoor.simulation.timeline import live
from onedoor.simulation.troupe import Troupe
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
    at = at.astimezone(ZONE).replace(microsecond=0)
    _lived(world, Cast.of(world.county.code), seed=seed, at=at, reports=reports, progress=progress)
    roster(world.county.code, at=at)
    morning(Cast.of(world.county.code), rng=Random(f"hall-{seed}"), at=at)
    progress(1.0)
    return Case.objects.filter(county=world.county.code).count()


@transaction.atomic
def practise(county: str, *, seed: int, at: datetime, reports: int, progress: Progress = lambda done: None) -> int:
    """As ``populate``, in the places and by the people of a centre that is set up: invented reports, handled as far as
    its posts can handle them. Returns how many cases there are.

    Raises Refused when the centre has no villages, no items or nobody who can sign in.
    """
    at = at.astimezone(ZONE).replace(microsecond=0)
    troupe = Troupe.of(county)
    if not troupe.members:
        raise Refused(_("这个中心还没有人员。请先建立单位、岗位和人员。"))
    if not catalogue(county).items:
        raise Refused(_("这个中心还没有事项目录。请先导入事项。"))
    _lived(ground(county), troupe, seed=seed, at=at, reports=reports, progress=progress)
    progress(1.0)
    return Case.objects.filter(county=county).count()


def _lived(world: World, cast: Cast, *, seed: int, at: datetime, reports: int, progress: Progress) -> None:
    rng = Random(f"reports-{seed}")
    days = calendar(world.county.code)
    courses = Drawer(world, rng=rng, at=at, calendar=days).courses(reports)
    began = courses[0].arrival
    lives = [
        CaseLife(course, cast=cast, calendar=days, rng=Random(f"case-{seed}-{number}")).steps()
        for number, course in enumerate(courses)
    ]
    live(lives, until=at, told=lambda moment: progress((moment - began) / (at - began)))
