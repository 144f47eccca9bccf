"""The whole fictional county in one value."""

from __future__ import annotations

from dataclasses import dataclass

from onedoor.simulation.world import areas, units
from onedoor.simulation.world.areas import County
from onedoor.simulation.world.catalogue import ITEMS, LEVELS, DutySeed, ItemSeed, LevelSeed, duty_list
from onedoor.simulation.world.rules import CLAUSES, THRESHOLDS, ClauseSeed, ThresholdSeed
from onedoor.simulation.world.supervision import SUPERVISION, SupervisionSeed
from onedoor.simulation.world.units import MemberSeed, PostSeed, UnitSeed


@dataclass(frozen=True, slots=True)
class World:
    """Everything a fresh store of the fictional county begins with; parents stand before children."""

    county: County
    units: tuple[UnitSeed, ...]
    posts: tuple[PostSeed, ...]
    members: tuple[MemberSeed, ...]
    items: tuple[ItemSeed, ...]
    duty_list: tuple[DutySeed, ...]
    levels: tuple[LevelSeed, ...]
    thresholds: tuple[ThresholdSeed, ...]
    clauses: tuple[ClauseSeed, ...]
    supervision: tuple[SupervisionSeed, ...]


def yunzhou(seed: int) -> World:
    """云州县 of this seed. Codes, sign-ins, items, duties and limits are the same for every seed."""
    county = areas.county(seed)
    posts = units.posts(county)
    return World(
        county=county,
        units=units.units(county),
        posts=posts,
        members=units.members(posts, seed),
        items=ITEMS,
        duty_list=duty_list(),
        levels=LEVELS,
        thresholds=THRESHOLDS,
        clauses=CLAUSES,
        supervision=SUPERVISION,
    )
