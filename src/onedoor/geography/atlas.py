"""All areas of one county in memory: names, children, and which grid a point lies in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import shapely
from shapely import STRtree

from onedoor.core.revisions import Shelf, bump
from onedoor.geography.codes import ancestors
from onedoor.geography.models import Area
from onedoor.geography.models.area import Level


@dataclass(frozen=True)
class Place:
    """One area as screens need it."""

    code: str
    name: str
    level: str
    parent: str


@dataclass
class Atlas:
    """The areas of a county that are valid today."""

    county: str
    places: dict[str, Place] = field(default_factory=dict)
    children: dict[str, list[Place]] = field(default_factory=dict)
    _codes: list[str] = field(default_factory=list)
    _tree: STRtree | None = None

    def grid_at(self, lon: float, lat: float) -> str | None:
        """The 15-digit code of the grid that holds the point (degrees), or None outside every grid. Points on a
        border belong to the grid with the lower code."""
        if self._tree is None:
            return None
        hits = self._tree.query(shapely.points(lon, lat), predicate="intersects")
        return min((self._codes[hit] for hit in hits), default=None)

    def name(self, code: str) -> str:
        """The name of an area; the code itself where nobody has named it."""
        place = self.places.get(code)
        return place.name if place else code

    def path(self, code: str) -> str:
        """城关镇·翠湖社区·第3网格: from the town down."""
        return "·".join(self.name(step) for step in ancestors(code)[1:] if step in self.places) or self.name(code)

    def known(self, code: str) -> bool:
        return code in self.places


def _load(county: str) -> Atlas:
    atlas = Atlas(county)
    boundaries = []
    today = date.today()
    areas = Area.objects.filter(county=county, valid_from__lte=today).exclude(valid_to__lt=today).order_by("code")
    for code, name, level, parent, boundary in areas.values_list("code", "name", "level", "parent", "boundary"):
        place = Place(code, name, level, parent)
        atlas.places[code] = place
        atlas.children.setdefault(parent, []).append(place)
        if level == Level.GRID and boundary is not None:
            atlas._codes.append(code)
            boundaries.append(bytes(boundary))
    if boundaries:
        atlas._tree = STRtree(shapely.from_wkb(boundaries))
    return atlas


_shelf: Shelf[Atlas] = Shelf("atlas", _load)


def atlas(county: str) -> Atlas:
    """The county's atlas, kept in memory until its areas change."""
    return _shelf.get(county)


def changed() -> None:
    """Say, in the transaction that changes areas, that every process must read them again."""
    bump("atlas")
