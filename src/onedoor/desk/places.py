"""Who is there: the grid and village of a place, the unit that looks after it, and whether somebody is at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onedoor.geography.atlas import atlas
from onedoor.geography.codes import stem
from onedoor.organisation.models import Post, Unit
from onedoor.organisation.queries import directory
from onedoor.organisation.specialists import sitting


@dataclass(frozen=True)
class Ground:
    """A place as the desk says it; ``posts`` are those of the village's (else the town's) unit, each with whether
    somebody holds it now."""

    code: str
    path: str
    unit: str
    posts: tuple[tuple[str, bool], ...]


def ground(county: str, area: str, *, at: datetime) -> Ground | None:
    """What there is to say of an area of the county; None for one nobody knows, or the county itself."""
    places = atlas(county)
    if not places.known(area) or len(stem(area)) < 9:
        return None
    unit = _unit(county, area)
    posts = Post.objects.filter(county=county, unit=unit).order_by("code") if unit else Post.objects.none()
    held = tuple((post.name, bool(sitting(post.code, at=at))) for post in posts[:4])
    return Ground(area, places.path(area), unit.name if unit else "", held)


def _unit(county: str, area: str) -> Unit | None:
    """The unit of the village, else of the town."""
    units = [unit for unit in directory(county).by_code.values() if unit.active]
    for code in (area[:12], area[:9] + "000"):
        for unit in units:
            if unit.area == code and unit.kind in (Unit.Kind.VILLAGE, Unit.Kind.TOWN):
                return unit
    return None
