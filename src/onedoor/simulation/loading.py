"""Write a simulated county into an empty store."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import shapely
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils.translation import gettext as _

from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import Clause, DutyEntry, Item, Knowledge, ReplyTemplate, ServiceLevel, Threshold
from onedoor.core.clock import ZONE
from onedoor.core.refusal import Refused
from onedoor.core.writing import insert_together
from onedoor.geography import atlas
from onedoor.geography.models import Area
from onedoor.hall import queries as hall
from onedoor.hall.models import ServiceLine, Window
from onedoor.organisation import queries as organisation
from onedoor.organisation.actions.leaving import take_leave
from onedoor.organisation.actions.rostering import roll_out
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member, Post, Presence, Seat, Shift, Unit
from onedoor.simulation.world.hall import LINES, windows
from onedoor.simulation.world.knowledge import KNOWLEDGE, REPLY_TEMPLATES
from onedoor.simulation.world.units import presences
from onedoor.simulation.world.yunzhou import World
from onedoor.work import ladder
from onedoor.work.models import SupervisionRule

PASSWORD = "yishanmen-2026"
"""What every member of the simulated county signs in with."""

SINCE = date(2020, 1, 1)
"""The day from which areas, posts and the duty list of the simulated county hold."""

_DIVISION_CODE = 12


@transaction.atomic
def load(world: World) -> None:
    """Write areas, units, posts, members, items, duty list, limits and rules of the world, all or none.

    Members share one password hash: argon2 is slow on purpose, and the password is public. Raises Refused when the
    store holds areas or units already.
    """
    if loaded():
        raise Refused(_("库里已经有区划和单位了。请换一个空库，再载入虚构县。"))
    units = _units(world)
    items = _items(world)
    insert_together(_areas(world))
    insert_together([*units.values(), *_presences(world, units), *_staff(world, units)])
    insert_together([*items.values(), *_duty_list(world, units, items), *_levels(world), *_rules(world)])
    insert_together(_supervision(world))
    insert_together([*_knowledge(world, units, items), *_templates(world, items)])
    insert_together(_hall(world, units))
    for changed in (atlas.changed, organisation.changed, catalogue.changed, ladder.changed, hall.changed):
        changed()


@transaction.atomic
def roster(county: str, *, at: datetime) -> None:
    """Two weeks of nights on the hotline from ``at`` on, and a leave with a delegate after them, through the real
    actions. A county that has shifts already is left as it is."""
    if Shift.objects.filter(county=county).exists():
        return
    by, today = Actor.system(county), at.astimezone(ZONE).date()
    people = ["m-hotline", "m-guide", "m-window"]
    roll_out("hotline", members=people, first=today, last=today + timedelta(days=13), kind="night", by=by, at=at)
    away = today + timedelta(days=21)
    take_leave("m-culture", first=away, last=away + timedelta(days=1), delegate="m-faith", by=by, at=at)


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
    made: dict[str, Unit] = {}
    for seed in world.units:
        made[seed.code] = Unit(
            county=world.county.code, code=seed.code, name=seed.name, kind=seed.kind, area=seed.area,
            parent=made[seed.parent] if seed.parent else None,
        )  # fmt: skip
    return made


def _presences(world: World, units: dict[str, Unit]) -> list[models.Model]:
    return [
        Presence(
            county=world.county.code,
            unit=units[seed.unit],
            mode=seed.mode,
            window=seed.window,
            weekdays=list(seed.weekdays),
            valid_from=SINCE,
        )
        for seed in presences()
    ]


def _hall(world: World, units: dict[str, Unit]) -> list[models.Model]:
    county = world.county.code
    lines = [ServiceLine(county=county, code=seed.code, name=seed.name, valid_from=SINCE) for seed in LINES]
    places = [
        Window(
            county=county,
            code=seed.code,
            name=seed.name,
            unit=units[seed.unit],
            lines=list(seed.lines),
            zone=seed.zone,
            valid_from=SINCE,
        )
        for seed in windows()
    ]
    return [*lines, *places]


def _staff(world: World, units: dict[str, Unit]) -> list[models.Model]:
    county = world.county.code
    posts = {
        seed.code: Post(
            county=county,
            code=seed.code,
            unit=units[seed.unit],
            name=seed.name,
            duties=list(seed.duties),
            specialities=list(seed.specialities),
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


def _knowledge(world: World, units: dict[str, Unit], items: dict[str, Item]) -> list[models.Model]:
    return [
        Knowledge(
            county=world.county.code,
            code=seed.code,
            title=seed.title,
            text=seed.text,
            words=list(seed.words),
            item=items[seed.item],
            unit=units.get(seed.unit),
            citation=seed.citation,
            public=seed.public,
            reviewed_on=seed.reviewed_on,
            review_by=seed.review_by,
        )
        for seed in KNOWLEDGE
    ]


def _templates(world: World, items: dict[str, Item]) -> list[models.Model]:
    return [
        ReplyTemplate(
            county=world.county.code,
            code=seed.code,
            name=seed.name,
            verb=seed.verb,
            item=items.get(seed.item),
            text=seed.text,
        )
        for seed in REPLY_TEMPLATES
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


def _rules(world: World) -> list[models.Model]:
    county = world.county.code
    thresholds = [
        Threshold(county=county, code=seed.code, n=seed.n, citation=seed.citation, valid_from=seed.valid_from)
        for seed in world.thresholds
    ]
    clauses = [
        Clause(county=county, code=seed.code, text=seed.text, citation=seed.citation, guidance=seed.guidance)
        for seed in world.clauses
    ]
    return [*thresholds, *clauses]


def _supervision(world: World) -> list[models.Model]:
    return [
        SupervisionRule(
            county=world.county.code,
            rule=seed.rule,
            level=seed.level,
            basis=seed.basis,
            n=seed.n,
            unit=seed.unit,
            verb=seed.verb,
            tells=list(seed.tells),
            citation=seed.citation,
            valid_from=seed.valid_from,
        )
        for seed in world.supervision
    ]
