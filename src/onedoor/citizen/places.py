"""Places in the words of residents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from onedoor.geography.atlas import Atlas
from onedoor.geography.codes import within


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
