"""Whose is it: the duty list, as rulings and closed cases have confirmed or corrected it (精准派单, A-233)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onedoor.catalogue.queries import Proposal as Listed
from onedoor.catalogue.queries import catalogue, proposals
from onedoor.dispatch.lessons import Lessons, Taught, named, taught, unit_named
from onedoor.organisation.models import Unit

LISTED = 6.0
"""What the duty list weighs, in rulings: so many upheld returns outweigh its entry, and a single mistaken one does
not."""

_OTHER = 1.0
"""What speaks for nobody in particular: a single lesson never makes a unit certain."""


@dataclass(frozen=True)
class Candidate:
    """A unit for an item at a place: what the duty list says of it (None where it is not listed), what cases taught,
    and how likely it is the right one (0…1). ``measured``: cases have taught something of this item here; without them
    the duty list alone speaks, and how likely it is right nobody has measured."""

    unit: Unit
    listed: Listed | None
    taught: Taught
    probability: float
    measured: bool


@dataclass(frozen=True)
class Whose:
    """The units for an item at a place, the likeliest first, and how hard its cases mostly were (a colour or empty)."""

    candidates: tuple[Candidate, ...]
    colour: str


def whose(county: str, items: Iterable[str], area: str, *, on: date) -> dict[str, Whose]:
    """Whose each of these items is at this place; no candidates for an item nobody is known for."""
    lessons = taught(county, items, area)
    return {item: Whose(_of_item(county, item, area, known, on), known.colour) for item, known in lessons.items()}


def _of_item(county: str, item: str, area: str, lessons: Lessons, on: date) -> tuple[Candidate, ...]:
    listed = proposals(county, item, area, on=on)
    entries = {named(county, one.unit, area): one for one in reversed(listed)}
    first = named(county, listed[0].unit, area) if listed else ""
    admitted = item not in catalogue(county).items or catalogue(county).items[item].admitted
    weighed: list[tuple[float, Unit, Listed | None, Taught]] = []
    for name in dict.fromkeys((*entries, *lessons.units)):
        unit = unit_named(county, name, area)
        if unit is None or not unit.active or (unit.kind == Unit.Kind.VILLAGE and not admitted):
            continue
        known = lessons.units.get(name, Taught())
        prior = LISTED if name == first else LISTED / 4 if name in entries else 0.0
        if (weight := prior + known.weight) > 0:
            weighed.append((weight, unit, entries.get(name), known))
    whole = sum(weight for weight, *_rest in weighed) + _OTHER
    found = [
        Candidate(unit, entry, known, weight / whole, bool(lessons.units)) for weight, unit, entry, known in weighed
    ]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.unit.code)))
