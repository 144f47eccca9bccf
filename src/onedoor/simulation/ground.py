"""The land and the stories of a real centre, as an invented history needs them."""

from __future__ import annotations

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon

from onedoor.core.refusal import Refused
from onedoor.geography.atlas import Atlas, Place, atlas
from onedoor.geography.models.area import Level
from onedoor.simulation.world.areas import AreaSeed, County
from onedoor.simulation.world.catalogue import ITEMS
from onedoor.simulation.world.yunzhou import World


def ground(county: str) -> World:
    """The areas of a centre that is set up, with the stories everybody knows; units and posts stay in the store.

    Raises Refused when there are no places that something could happen in.
    """
    known = atlas(county)
    towns = [place for place in known.places.values() if place.level == Level.TOWN]
    codes = {town.code for town in towns}
    villages = [place for place in known.places.values() if place.level == Level.VILLAGE and place.parent in codes]
    if not villages:
        raise Refused(_("还没有村和社区。请先用./onedoor areas import导入区划。"))
    grids = [place for place in known.places.values() if place.level == Level.GRID]
    seeds = [_seed(known, place) for place in (*towns, *villages)]
    seeds += [seed for grid in grids if not (seed := _seed(known, grid)).boundary.is_empty]
    land = County(county, known.name(f"{county}000000"), tuple(seeds))
    return World(land, (), (), (), ITEMS, (), (), (), (), ())


def _seed(known: Atlas, place: Place) -> AreaSeed:
    """The place as a seed; only grids need their land."""
    shape = known.shape(place.code) if place.level == Level.GRID else None
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)] if shape is not None else []
    largest = max(parts, key=lambda part: part.area, default=Polygon()) if isinstance(shape, MultiPolygon) else shape
    return AreaSeed(
        place.code, place.name, place.level, place.parent, largest if isinstance(largest, Polygon) else Polygon()
    )
