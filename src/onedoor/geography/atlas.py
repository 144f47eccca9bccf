"""All areas of one county in memory: names, children, and which grid a point lies in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from onedoor.core.revisions import Shelf, bump
from onedoor.geography.codes import ancestors
from onedoor.geography.models import Area
from onedoor.geography.models.area import Level
from onedoor.geography.successions import Successions, successions


@dataclass(frozen=True)
class Place:
    """One area as screens need it. ``lon`` and ``lat`` (degrees) are its middle, where somebody has told it."""

    code: str
    name: str
    level: str
    parent: str
    lon: float | None = None
    lat: float | None = None


@dataclass
class Atlas:
    """The areas of a county that are valid today, and the names of those that were before."""

    county: str
    places: dict[str, Place] = field(default_factory=dict)
    children: dict[str, list[Place]] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    successions: Successions = field(default_factory=Successions)
    drawings: dict[Any, Any] = field(default_factory=dict)
    """What was drawn of these areas, kept as long as they are."""
    _boundaries: dict[str, bytes] = field(default_factory=dict)
    _shapes: dict[str, BaseGeometry | None] = field(default_factory=dict)
    _codes: list[str] = field(default_factory=list)
    _tree: STRtree | None = None

    def grid_at(self, lon: float, lat: float) -> str | None:
        """The 15-digit code of the grid that holds the point (degrees), or None outside every grid. Points on a
        border belong to the grid with the lower code."""
        if self._tree is None:
            return None
        hits = self._tree.query(shapely.points(lon, lat), predicate="intersects")
        return min((self._codes[hit] for hit in hits), default=None)

    def shape(self, code: str) -> BaseGeometry | None:
        """The land of an area (degrees): its own boundary, else that of the areas in it put together; None where
        nobody has drawn any."""
        if code not in self._shapes:
            own = self._boundaries.get(code)
            self._shapes[code] = shapely.from_wkb(own) if own is not None else self._together(code)
        return self._shapes[code]

    def drawn(self, code: str) -> bool:
        """Whether an area has a boundary of its own."""
        return code in self._boundaries

    def _together(self, code: str) -> BaseGeometry | None:
        inner = (self.shape(place.code) for place in self.children.get(code, ()))
        drawn = [shape for shape in inner if shape is not None]
        return shapely.union_all(drawn) if drawn else None

    def name(self, code: str) -> str:
        """The name of an area; for one that has ended its present name with the old one; the code itself where nobody
        has named it."""
        place = self.places.get(code)
        if place:
            return place.name
        old = self.former.get(code)
        if old is None:
            return code
        now = self.places.get(self.current(code))
        return _("%(name)s（原%(former)s）") % {"name": now.name, "former": old} if now and now.name != old else old

    def path(self, code: str) -> str:
        """城关镇·翠湖社区·第3网格: from the town down."""
        return "·".join(self._steps(code)) or self.name(code)

    def _steps(self, code: str) -> Iterator[str]:
        above = self.current(code) if code in self.former and code not in self.places else code
        steps = [step for step in ancestors(above)[1:] if step in self.places]
        for step in steps:
            yield self.name(code) if step == above else self.name(step)

    def known(self, code: str) -> bool:
        return code in self.places

    def current(self, code: str, on: date | None = None) -> str:
        """The code that stands today, or on a day, for what this one meant when it was in force."""
        return self.successions.current(code, on or date.today())

    def found(self, code: str, *, lon: float | None = None, lat: float | None = None) -> str:
        """As ``current``; after a split the part in which the point (degrees) lies, or the nearest to it."""
        parts = self.successions.parts(code, date.today())
        if len(parts) > 1 and lon is not None and lat is not None:
            point = shapely.Point(lon, lat)
            drawn = [(shape.distance(point), part) for part in parts if (shape := self.shape(part)) is not None]
            if drawn:
                return min(drawn)[1]
        return self.current(code)


def _load(county: str, today: date) -> Atlas:
    atlas = Atlas(county, successions=successions(county))
    boundaries = []
    areas = Area.objects.filter(county=county, valid_from__lte=today).order_by("code", "valid_from")
    fields = ("code", "name", "level", "parent", "lon", "lat", "boundary", "valid_to")
    for code, name, level, parent, lon, lat, boundary, valid_to in areas.values_list(*fields):
        if valid_to is not None and valid_to < today:
            atlas.former[code] = name
            continue
        place = Place(code, name, level, parent, lon, lat)
        atlas.places[code] = place
        atlas.children.setdefault(parent, []).append(place)
        if boundary is not None:
            atlas._boundaries[code] = bytes(boundary)
        if level == Level.GRID and boundary is not None:
            atlas._codes.append(code)
            boundaries.append(atlas._boundaries[code])
    if boundaries:
        atlas._tree = STRtree(shapely.from_wkb(boundaries))
    return atlas


class _Today:
    """The atlas of the day: at midnight areas begin and end."""

    def __init__(self, county: str) -> None:
        self._county = county
        self._day: date | None = None
        self._atlas = Atlas(county)

    def atlas(self) -> Atlas:
        today = date.today()
        if self._day != today:
            self._atlas, self._day = _load(self._county, today), today
        return self._atlas


_shelf: Shelf[_Today] = Shelf("atlas", _Today)


def atlas(county: str) -> Atlas:
    """The county's atlas, kept in memory until its areas change or the day is over."""
    return _shelf.get(county).atlas()


def changed() -> None:
    """Say, in the transaction that changes areas, that every process must read them again."""
    bump("atlas")
