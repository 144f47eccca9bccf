"""What past cases taught about whose an item is: read back at every proposal, a bounded number of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection

from onedoor.catalogue.queries import town_unit
from onedoor.dispatch.models.lesson import Source
from onedoor.geography.codes import ancestors, stem
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory

TOWN = "@town"
"""Stands for the unit of the town of the place."""

LATEST = 60
"""So many of an item's newest lessons count: a change of duties shows within them, and reading never costs more."""

WEIGHTS: Mapping[str, float] = {Source.RULED: 1.0, Source.REASSIGNED: 0.7, Source.CLOSED: 0.5}
"""What one lesson weighs beside the duty list (``units.LISTED``): a ruling was argued on both sides, a closed case only
shows that nobody objected."""

_LOCAL = 3.0
"""So much weight of one town's own lessons, and the rest of the county is not asked."""


_SEEN = 5
_MOSTLY = 0.7
"""So many closed cases of an item, and such a share of one colour, say how hard it usually is."""

_NEWEST = f"""SELECT * FROM (
    SELECT item, town, unit, "right", source, colour FROM dispatch_lesson
    WHERE county = %s AND item = %s ORDER BY at DESC LIMIT {LATEST}
) AS newest"""
_Row = tuple[str, str, str, bool, str, str]


@dataclass
class Taught:
    """What the lessons of one item say of one unit, by where they come from."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def weight(self) -> float:
        return _sum(self.right) - _sum(self.wrong)


def _sum(counts: Counter[str]) -> float:
    return sum(WEIGHTS[source] * n for source, n in counts.items())


def town_of(area: str) -> str:
    """The nine digits of the town a place lies in; empty for a place known only to the county."""
    return stem(ancestors(area)[1])[:9] if len(stem(area)) >= 9 else ""


def named(county: str, unit: Unit, area: str) -> str:
    """How a lesson names a unit: by its code, or as the town's own."""
    local = town_unit(county, area)
    return TOWN if local is not None and local.pk == unit.pk else unit.code


def unit_named(county: str, name: str, area: str) -> Unit | None:
    """The unit a lesson names, at this place."""
    return town_unit(county, area) if name == TOWN else directory(county).by_code.get(name)


@dataclass
class Lessons:
    """What the newest lessons of one item say at one place: of each unit by its name in the lessons, and how hard its
    closed cases mostly were (``colour``; empty where too few are known or they differ)."""

    units: dict[str, Taught] = field(default_factory=dict)
    colour: str = ""


def taught(county: str, items: Iterable[str], area: str) -> dict[str, Lessons]:
    """The newest lessons of these items: those of the place's town where it has enough of its own, else of the whole
    county. One query however many items."""
    wanted = list(dict.fromkeys(items))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([_NEWEST] * len(wanted)), [told for item in wanted for told in (county, item)]
        )
        rows: list[_Row] = cursor.fetchall()
    by_item: dict[str, list[_Row]] = {item: [] for item in wanted}
    for row in rows:
        by_item[row[0]].append(row)
    here = town_of(area)
    return {item: Lessons(_counted(found, here), _usual(found)) for item, found in by_item.items()}


def _counted(found: list[_Row], here: str) -> dict[str, Taught]:
    own = [row for row in found if here and row[1] == here]
    if sum(WEIGHTS[row[4]] for row in own) < _LOCAL:
        own = found
    units: dict[str, Taught] = defaultdict(Taught)
    for _item, _town, unit, right, source, _colour in own:
        (units[unit].right if right else units[unit].wrong)[source] += 1
    return dict(units)


def _usual(found: list[_Row]) -> str:
    colours = Counter(row[5] for row in found if row[4] == Source.CLOSED)
    whole = sum(colours.values())
    colour, n = colours.most_common(1)[0] if colours else ("", 0)
    return colour if whole >= _SEEN and n >= _MOSTLY * whole else ""
