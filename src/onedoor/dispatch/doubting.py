"""Entries of the duty list that rulings keep contradicting: the list is then to be put right, not the rulings."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from onedoor.catalogue.models import DutyEntry, Item
from onedoor.catalogue.queries import catalogue
from onedoor.core.clock import ZONE
from onedoor.dispatch.lessons import TOWN, named
from onedoor.dispatch.models import Lesson
from onedoor.dispatch.models.lesson import Source
from onedoor.geography.successions import successions
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory

DOUBTED = 5
"""So many rulings for another unit, and more than twice as many as for the one on the list, put an entry in doubt."""

_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Doubt:
    """An entry of the duty list: whose it says the item is, whose the rulings of a year say it is (None for either: the
    unit of the town of the place), how often they do, and how often they agreed with the list. ``entry`` is None where
    the list says nothing of the item there."""

    item: Item
    entry: DutyEntry | None
    listed: Unit | None
    ruled: Unit | None
    times: int
    agreed: int


def doubts(county: str, *, on: date) -> list[Doubt]:
    """The doubtful entries, the most contradicted first. One query."""
    items, units = catalogue(county).items, directory(county)
    since = datetime.combine(on, datetime.min.time(), tzinfo=ZONE) - _YEAR
    ruled = Lesson.objects.filter(county=county, source=Source.RULED, right=True, at__gte=since, item__in=items)
    said: dict[tuple[str, DutyEntry | None], Counter[str]] = defaultdict(Counter)
    listed: dict[DutyEntry | None, str] = {None: ""}
    for item, town, unit, n in ruled.order_by().values_list("item", "town", "unit").annotate(n=Count("id")):
        area = f"{town or f'{county}000'}000"
        entry = _entry(county, item, area, on)
        if entry:
            own = units.by_id.get(entry.unit_id or 0)
            listed[entry] = named(county, own, area) if own else TOWN
        said[item, entry][unit] += n
    found = []
    for (item, entry), counted in said.items():
        agreed = counted.pop(listed[entry], 0)
        name, times = max(counted.items(), key=lambda one: one[1], default=("", 0))
        if times >= DOUBTED and times > 2 * agreed:
            own = units.by_id.get(entry.unit_id or 0) if entry else None
            found.append(Doubt(items[item], entry, own, units.by_code.get(name), times, agreed))
    return sorted(found, key=lambda one: (-one.times, one.item.code))


def _entry(county: str, item: str, area: str, on: date) -> DutyEntry | None:
    """The entry by which the duty list proposes first (``catalogue.queries.proposals``)."""
    moved = successions(county)
    for entry in catalogue(county).entries.get(item, []):
        in_force = entry.valid_from <= on and (entry.valid_to is None or on <= entry.valid_to)
        if in_force and moved.covers(entry.area, area):
            return entry
    return None
