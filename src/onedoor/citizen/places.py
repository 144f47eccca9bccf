"""Places in the words of residents."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from onedoor.geography.atlas import Atlas
from onedoor.geography.codes import within

_CORE = re.compile("(街道|镇|乡|社区|村民委员会|居民委员会|村委会|居委会|行政村|村)$")
"""What people leave out of the name of a place."""

_NUMBERED = re.compile(r"第?\d+(号)?(网格|微网格)")


def anywhere(places: Atlas) -> str:
    """The code of a place nobody could name: the county itself."""
    return f"{places.county}000000"


def choices(places: Atlas, *known: str) -> list[Any]:
    """Villages and communities under their towns. ``known`` are codes from a QR code or a position, offered first."""
    exact = [(code, places.path(code)) for code in dict.fromkeys(known) if len(code) > 12 and places.known(code)]
    towns = [
        (
            town.name,
            [(village.code, village.name) for village in places.children.get(town.code, [])]
            + [(town.code, _("%(town)s，不清楚哪个村（社区）") % {"town": town.name})],
        )
        for town in places.children.get(anywhere(places), [])
    ]
    return [("", _("请选择")), *exact, (anywhere(places), _("说不清是哪里")), *towns]


def described(places: Atlas, area: str, place: str) -> str:
    """翠湖花园3幢（城关街道·翠湖社区·第3网格): what the resident wrote first, then where that is."""
    if area == anywhere(places):
        return place or _("说不清是哪里")
    path = places.path(area)
    return _("%(place)s（%(path)s）") % {"place": place, "path": path} if place else path


def holds(area: str, grid: str) -> bool:
    """Whether a grid lies inside a chosen place."""
    return within(area).covers(grid)


def found(places: Atlas, named: str, *, most: int = 12) -> list[tuple[str, str]]:
    """Towns, villages and grids that are meant by a name as people write it, with the whole path: 翠湖 finds
    翠湖社区, and so does 翠湖社区3幢. The closest first; a grid that only has a number is found with its village."""
    asked = "".join(named.split())
    hits = []
    for place in places.places.values():
        core = _CORE.sub("", place.name)
        if place.code == anywhere(places) or _NUMBERED.fullmatch(place.name) or len(core) < 2:
            continue
        if asked in place.name or core in asked:
            hits.append((place.name not in asked, asked not in place.name, place.code))
    closest = [code for _other, _further, code in sorted(hits)[:most]]
    return [(code, places.path(code)) for code in closest]
