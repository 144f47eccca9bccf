"""Whether the grids of a county cover it, once: holes, overlaps, grids outside their village, villages without any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import cos, radians

import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from onedoor.geography.atlas import Atlas, Place
from onedoor.geography.models.area import Level
from onedoor.geography.projection import METRES_PER_DEGREE
from onedoor.geography.rows import Finding

LEAST = 100.0
"""Square metres; what is smaller comes from rounding and is not worth a sentence."""

_NAMED = 10


def findings(atlas: Atlas) -> list[Finding]:
    """What is wrong with the areas in force today, one sentence each; nothing is changed."""
    grids = [place for place in atlas.places.values() if place.level == Level.GRID]
    return [*_tree(atlas, grids), *_outside(atlas, grids), *_overlapping(atlas, grids), *_holes(atlas, grids)]


def square_metres(land: BaseGeometry) -> int:
    """The size of land given in degrees; right to a few per mille, over a county."""
    if land.is_empty:
        return 0
    squeeze = cos(radians(land.centroid.y))
    return round(land.area * METRES_PER_DEGREE**2 * squeeze)


def _tree(atlas: Atlas, grids: Iterable[Place]) -> Iterator[Finding]:
    villages = [place for place in atlas.places.values() if place.level == Level.VILLAGE]
    if bare := [village.name for village in villages if not atlas.children.get(village.code)]:
        words = _("%(n)d个村（社区）还没有网格：%(names)s。")
        more = ["…"] if len(bare) > _NAMED else []
        yield Finding(0, words, {"n": len(bare), "names": "、".join([*bare[:_NAMED], *more])})
    for place in atlas.places.values():
        if place.level in (Level.TOWN, Level.VILLAGE, Level.GRID) and not atlas.known(place.parent):
            words = _("%(name)s（%(code)s）的上级%(parent)s现在没有了。请写明它归哪里。")
            yield Finding(0, words, {"name": place.name, "code": place.code, "parent": place.parent})
    for grid in grids:
        if not atlas.drawn(grid.code):
            yield Finding(0, _("网格%(code)s还没有边界：点落不到它里面。"), {"code": grid.code})


def _outside(atlas: Atlas, grids: Iterable[Place]) -> Iterator[Finding]:
    for grid in grids:
        land = atlas.shape(grid.code)
        village = atlas.shape(grid.parent) if atlas.drawn(grid.parent) else None
        if land is None or village is None:
            continue
        out = square_metres(shapely.difference(land, village))
        if out >= LEAST:
            words = _("网格%(code)s有%(n)d平方米在%(village)s外面。")
            yield Finding(0, words, {"code": grid.code, "n": out, "village": atlas.name(grid.parent)})


def _overlapping(atlas: Atlas, grids: Iterable[Place]) -> Iterator[Finding]:
    drawn = [(grid.code, land) for grid in grids if (land := atlas.shape(grid.code)) is not None]
    if not drawn:
        return
    lands = [land for _code, land in drawn]
    tree = shapely.STRtree(lands)
    for one, other in sorted(map(tuple, tree.query(lands, predicate="intersects").T.tolist())):
        if one >= other:
            continue
        common = square_metres(shapely.intersection(lands[one], lands[other]))
        if common >= LEAST:
            words = _("网格%(one)s和%(other)s有%(n)d平方米重叠。")
            yield Finding(0, words, {"one": drawn[one][0], "other": drawn[other][0], "n": common})


def _holes(atlas: Atlas, grids: Iterable[Place]) -> Iterator[Finding]:
    lands = [land for grid in grids if (land := atlas.shape(grid.code)) is not None]
    if not lands:
        return
    covered = shapely.union_all(lands)
    county = f"{atlas.county}000000"
    whole = atlas.shape(county) if atlas.drawn(county) else _filled(covered)
    for hole in shapely.get_parts(shapely.difference(whole, covered)):
        if square_metres(hole) >= LEAST:
            middle = hole.representative_point()
            words = _("%(lon).5f，%(lat).5f一带有%(n)d平方米不属于任何网格。")
            yield Finding(0, words, {"lon": middle.x, "lat": middle.y, "n": square_metres(hole)})


def _filled(land: BaseGeometry) -> BaseGeometry:
    """The land with its holes filled: all that can be asked where nobody has drawn the county itself."""
    parts = shapely.get_parts(land)
    return shapely.union_all([Polygon(part.exterior) for part in parts if isinstance(part, Polygon)])
