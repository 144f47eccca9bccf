"""Write a simulated county into an empty store."""

from __future__ import annotations

from datetime import date

import shapely
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils.translation import gettext as _

from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import DutyEntry, Item, ServiceLevel
from onedoor.core.refusal import Refused
from onedoor.core.writing import insert_together
from onedoor.geography import atlas
from onedoor.geography.models import Area
from onedoor.organisation import queries as organisation
from onedoor.organisation.models import Member, Post, Seat, Unit
from onedoor.simulation.world.yunzhou import World

PASSWORD = "yishanmen-2026"
"""What every member of the simulated county signs in with."""

SINCE = date(2020, 1, 1)
"""The day from which areas, posts and the duty list of the simulated county hold."""

_DIVISION_CODE = 12


@transaction.atomic
def load(world: World) -> None:
    """Write areas, units, posts, members, items, duty list and service levels of the world, all or none.

    Members share one password hash: argon2 is slow on purpose, and the password is public. Raises Refused when the
    store holds areas or units already.
    """
    if loaded():
        raise Refused(_("库里已经有区划和单位了。请换一个空库，再载入虚构县。"))
    units = _units(world)
    items = _items(world)
    insert_together(_areas(world))
    insert_together([*units.values(), *_staff(world, units)])
    insert_together([*items.values(), *_duty_list(world, units, items), *_levels(world)])
    for changed in (atlas.changed, organisation.changed, catalogue.changed):
        changed()


def loaded() -> bool:
    """Whether the store holds a county already."""
    return Area.objects.exists() or Unit.objects.exists()


def _areas(world: World) -> list[models.Model]:
    return [
        Area(
            county=world.county.code,
            code=seed.code,
            name=seed.name,
            level=seed.level,
            parent=seed.parent,
            boundary=shapely.to_wkb(seed.boundary),
            valid_from=SINCE,
        )
        for seed in world.county.areas
    ]


def _units(world: World) -> dict[str, Unit]:
    return {
        seed.code: Unit(county=world.county.code, code=seed.code, name=seed.name, kind=seed.kind, area=seed.area)
        for seed in world.units
    }


def _staff(world: World, units: dict[str, Unit]) -> list[models.Model]:
    county = world.county.code
    posts = {
        seed.code: Post(
            county=county,
            code=seed.code,
            unit=units[seed.unit],
            name=seed.name,
            duties=list(seed.duties),
            area=seed.area,
        )
        for seed in world.posts
    }
    password = make_password(PASSWORD)
    rows: list[models.Model] = [*posts.values()]
    for seed in world.members:
        member = Member(county=county, code=f"m-{seed.login}", login=seed.login, name=seed.name, password=password)
        rows.append(member)
        rows += [Seat(county=county, post=posts[post], member=member, valid_from=SINCE) for post in seed.posts]
    return rows


def _items(world: World) -> dict[str, Item]:
    return {
        seed.code: Item(
            county=world.county.code,
            code=seed.code,
            name=seed.name_zh,
            name_en=seed.name_en,
            parent=seed.parent,
            words=list(seed.words),
        )
        for seed in world.items
    }


def _duty_list(world: World, units: dict[str, Unit], items: dict[str, Item]) -> list[models.Model]:
    return [
        DutyEntry(
            county=world.county.code,
            item=items[seed.item],
            area=seed.area_prefix.ljust(_DIVISION_CODE, "0"),
            unit=units[seed.lead],
            assists=list(seed.assists),
            citation=seed.citation,
            valid_from=SINCE,
        )
        for seed in world.duty_list
    ]


def _levels(world: World) -> list[models.Model]:
    return [
        ServiceLevel(
            county=world.county.code,
            rule=seed.rule,
            verb=seed.verb,
            colour=seed.colour,
            urgency=seed.urgency,
            n=seed.n,
            unit=seed.unit,
            citation=seed.citation,
            valid_from=seed.valid_from,
        )
        for seed in world.levels
    ]
