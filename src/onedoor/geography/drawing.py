"""The drawn map: the parts of one area as links, in one SVG that needs neither a script nor a map service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from onedoor.geography.atlas import Atlas, Place
from onedoor.geography.projection import Box, Frame
from onedoor.geography.sheet import Part, Sheet, around, sheet_of

SIZE = (480, 360)
"""Width and height of a map in the units of its own drawing; on the page it is as wide as its place."""

Link = Callable[[str], str]
_EDGE = 10.0


@dataclass(frozen=True)
class _Marks:
    """What is marked on one map: the chosen part, and a point in degrees."""

    chosen: str
    lon: float | None
    lat: float | None


def drawn(
    atlas: Atlas,
    code: str,
    *,
    size: tuple[int, int] = SIZE,
    chosen: str = "",
    lon: float | None = None,
    lat: float | None = None,
    link: Callable[[str], str],
) -> SafeString:
    """The parts of an area, each a link to ``link(code)``: towns of a county, villages of a town, grids of a village.

    A grid is drawn among its neighbours. The part that is or holds ``chosen`` is marked, the point ``lon``, ``lat``
    (degrees) too; north is up. Empty where nobody has drawn boundaries or middles: the list beside the map says all
    that it says.
    """
    of = atlas.places.get(code)
    if of is None:
        return SafeString("")
    if code not in atlas.children and of.parent in atlas.places:
        of, chosen = atlas.places[of.parent], chosen or code
    sheet = _sheet(atlas, of, size)
    if sheet is None:
        return SafeString("")
    marks = _Marks(chosen, lon, lat)
    here = next((part for part in sheet.parts if _holds(part.code, chosen)), None)
    return format_html(
        '<svg class="od-map" viewBox="0 0 {} {}" role="group" aria-label="{}" xmlns="http://www.w3.org/2000/svg">'
        "{}{}{}{}{}{}</svg>",
        *size,
        _("%(name)s的地图") % {"name": of.name},
        _outline(sheet),
        mark_safe("".join(_part(part, link, here is part) for part in sheet.parts)),
        _ring(here),
        mark_safe("".join(_names(sheet, here))),
        _point(sheet.frame, marks),
        _furniture(sheet.frame, size),
    )


def _sheet(atlas: Atlas, of: Place, size: tuple[int, int]) -> Sheet | None:
    kept = (of.code, size)
    if kept not in atlas.drawings:
        atlas.drawings[kept] = sheet_of(atlas, of.code, size)
    sheet: Sheet | None = atlas.drawings[kept]
    return sheet


def _holds(part: str, chosen: str) -> bool:
    """Whether the chosen area is this part, or lies in it."""
    return bool(chosen) and (chosen == part or chosen.startswith(part.removesuffix("000").removesuffix("000")))


def _outline(sheet: Sheet) -> SafeString:
    if not sheet.outline:
        return SafeString("")
    return format_html('<path class="od-map__land" d="{}"/>', sheet.outline)


def _part(part: Part, link: Link, here: bool) -> str:
    shape = f'<path d="{part.path}"/>' if part.path else f'<circle cx="{part.middle[0]}" cy="{part.middle[1]}" r="6"/>'
    name = conditional_escape(part.name)
    current = ' aria-current="true"' if here else ""
    chosen = " od-map__area--chosen" if here else ""
    address = conditional_escape(link(part.code))
    return (
        f'<a class="od-map__area{chosen}" href="{address}" aria-label="{name}"{current}>'
        f"<title>{name}</title>{shape}</a>"
    )


def _ring(here: Part | None) -> SafeString:
    """The outline of the chosen part, over its neighbours."""
    if here is None or not here.path:
        return SafeString("")
    return format_html('<path class="od-map__ring" d="{}"/>', here.path)


def _names(sheet: Sheet, here: Part | None) -> list[str]:
    """The names that fit, and always that of the chosen part: others give way to it."""
    room = around(here.label or here.middle, here.name) if here else None
    lines = [
        f'<text class="od-map__name" x="{part.label[0]}" y="{part.label[1]}">{conditional_escape(part.name)}</text>'
        for part in sheet.parts
        if part.label and part is not here and not (room and room.meets(around(part.label, part.name)))
    ]
    if here:
        x, y = here.label or here.middle
        name = conditional_escape(here.name)
        lines.append(f'<text class="od-map__name od-map__name--chosen" x="{x}" y="{y}">{name}</text>')
    return ['<g aria-hidden="true">', *lines, "</g>"]


def _point(frame: Frame, marks: _Marks) -> SafeString:
    if marks.lon is None or marks.lat is None or not (isfinite(marks.lon) and isfinite(marks.lat)):
        return SafeString("")
    x, y = frame.place(marks.lon, marks.lat)
    if not frame.holds(x, y):
        return SafeString("")
    return format_html(
        '<g class="od-map__point" role="img" aria-label="{}"><title>{}</title>'
        '<circle cx="{}" cy="{}" r="8"/><circle class="od-map__pip" cx="{}" cy="{}" r="3"/></g>',
        *(_("标出的地点"),) * 2,
        *(x, y) * 2,
    )


def _furniture(frame: Frame, size: tuple[int, int]) -> SafeString:
    """The scale and the arrow to the north."""
    metres, length = frame.scale(size[0] / 4)
    words = _("%(n)s公里") % {"n": metres // 1000} if metres >= 1000 else _("%(n)s米") % {"n": metres}
    box = Box.of(size, _EDGE)
    return format_html(
        '<g class="od-map__scale" aria-hidden="true"><path d="M{} {}v-5v5h{}v-5"/><text x="{}" y="{}">{}</text>'
        '<path d="M{} {}l-4 11l4-3l4 3z"/><text class="od-map__north" x="{}" y="{}">{}</text></g>',
        box.left, box.bottom, round(length, 1), box.left + 4, box.bottom - 5, words,
        box.right - 4, box.top, box.right - 4, box.top + 24, _("北"),
    )  # fmt: skip
