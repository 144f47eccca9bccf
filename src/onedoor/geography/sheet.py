"""One sheet of the map: the parts of an area, simplified for the size they are drawn at, with their names where these
fit. What does not depend on who looks is worked out once and kept with the atlas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from onedoor.geography.atlas import Atlas, Place
from onedoor.geography.projection import Box, Frame

_EDGE = 12.0
_DETAIL = 1.0
"""Wiggles smaller than this, in units of the drawing, are left out."""
_TYPE = 13.0
"""Size of the names, in units of the drawing; map.css says the same."""
_INSIDE = 0.8
"""A name is written where so much of its box lies in its own area."""


@dataclass(frozen=True)
class Part:
    """One part, ready to draw. ``path`` is empty for a part of which only the middle is known; ``label`` is where the
    middle of its name stands, None where it does not fit."""

    code: str
    name: str
    path: str
    middle: tuple[float, float]
    label: tuple[float, float] | None = None


@dataclass(frozen=True)
class Sheet:
    """The parts of one area in the order of their codes; ``outline`` is the land around parts without boundaries."""

    frame: Frame
    parts: Sequence[Part]
    outline: str = ""


def sheet_of(atlas: Atlas, code: str, size: tuple[int, int]) -> Sheet | None:
    """The sheet of an area; None where none of its parts has a place on it."""
    drawn: list[tuple[Place, BaseGeometry]] = []
    bare: list[Place] = []
    for place in atlas.children.get(code, ()):
        shape = atlas.shape(place.code)
        if shape is not None and not shape.is_empty:
            drawn.append((place, shape))
        elif place.lon is not None and place.lat is not None:
            bare.append(place)
    land = atlas.shape(code) if bare else None
    extent = [shape for _place, shape in drawn] + ([land] if land is not None else [])
    points = [Point(place.lon or 0.0, place.lat or 0.0) for place in bare]
    if not extent and not points:
        return None
    west, south, east, north = (float(degree) for degree in shapely.total_bounds([*extent, *points]))
    frame = Frame.around((west, south, east, north), size, _EDGE)
    shapes = _simplified([shape for _place, shape in drawn], frame)
    parts = [
        Part(place.code, place.name, _path(shape), _middle(shape))
        for (place, _shape), shape in zip(drawn, shapes, strict=True)
    ]
    parts = [*_labelled(parts, shapes), *_dots(bare, frame)]
    outline = _path(_simplified([land], frame)[0]) if land is not None else ""
    return Sheet(frame, sorted(parts, key=lambda part: part.code), outline)


def _simplified(shapes: Sequence[BaseGeometry], frame: Frame) -> list[BaseGeometry]:
    """The shapes in units of the drawing with less detail; neighbours keep their common border."""
    if not shapes:
        return []
    moved = [shapely.transform(shape, frame.moved) for shape in shapes]
    simple: list[BaseGeometry] = list(shapely.coverage_simplify(np.array(moved, dtype=object), _DETAIL))
    return [new if new is not None and not new.is_empty else old for new, old in zip(simple, moved, strict=True)]


def _path(shape: BaseGeometry) -> str:
    rings = [ring for part in _polygons(shape) for ring in (part.exterior, *part.interiors)]
    lines = (_line(shapely.get_coordinates(ring).round(1).tolist()) for ring in rings)
    return "".join(line for line in lines if line)


def _line(corners: list[list[float]]) -> str:
    told = list(dict.fromkeys(f"{x:g} {y:g}" for x, y in corners))
    return f"M{'L'.join(told)}z" if len(told) > 2 else ""


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    if isinstance(shape, Polygon):
        return [shape]
    if isinstance(shape, MultiPolygon):
        return list(shape.geoms)
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """A place well inside: the middle of the largest circle that fits."""
    largest = max(_polygons(shape), key=lambda part: part.area, default=None)
    if largest is None or largest.area < 1:
        point = shape.representative_point()
    else:
        point = Point(shapely.maximum_inscribed_circle(largest, tolerance=2.0).coords[0])
    return round(point.x, 1), round(point.y, 1)


def _labelled(parts: Sequence[Part], shapes: Sequence[BaseGeometry]) -> list[Part]:
    """The parts with their names where these fit, the largest first, none over another."""
    taken: list[Box] = []
    labelled = list(parts)
    for number in sorted(range(len(parts)), key=lambda number: -shapes[number].area):
        part, shape = parts[number], shapes[number]
        box = around(part.middle, part.name)
        if not _fits(box, shape) or any(box.meets(other) for other in taken):
            continue
        taken.append(box)
        labelled[number] = replace(part, label=part.middle)
    return labelled


def around(middle: tuple[float, float], name: str) -> Box:
    """The room a name takes around its middle."""
    x, y = middle
    wide = sum(_TYPE if ord(letter) > 0x2E7F else _TYPE * 0.6 for letter in name) / 2
    return Box(x - wide, y - _TYPE * 0.6, x + wide, y + _TYPE * 0.6)


def _fits(box: Box, shape: BaseGeometry) -> bool:
    ground = shapely.box(box.left, box.top, box.right, box.bottom)
    return bool(shapely.area(shapely.intersection(ground, shape)) >= _INSIDE * ground.area)


def _dots(places: Iterable[Place], frame: Frame) -> list[Part]:
    """Parts of which only the middle is known, named above their dots where no other name stands."""
    taken: list[Box] = []
    dots = []
    for place in places:
        x, y = frame.place(place.lon or 0.0, place.lat or 0.0)
        above = (x, round(y - 14, 1))
        box = around(above, place.name)
        free = not any(box.meets(other) for other in taken) and box.left > 0 and box.right < frame.size[0]
        if free:
            taken.append(box)
        dots.append(Part(place.code, place.name, "", (x, y), above if free else None))
    return dots
