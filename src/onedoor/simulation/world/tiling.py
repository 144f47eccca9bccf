"""Cutting a piece of land into parts that fit together without gaps or overlaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import cos, pi, sin
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPoint, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

STEP = 1e-6
"""The finest difference between two coordinates, in degrees (about ten centimetres)."""

_BEND = 0.07
"""How far a border may leave the straight line, as a share of its length."""


def outline(rng: Random, *, east: float, north: float) -> Polygon:
    """A noisy closed shore around the origin; ``east`` and ``north`` are the mean radii."""
    waves = [(k, rng.uniform(0.0, 2 * pi), 0.075 / k**0.8) for k in range(2, 9)]
    corners = 240
    ring = []
    for corner in range(corners):
        turn = 2 * pi * corner / corners
        reach = 1.0 + sum(size * sin(k * turn + phase) for k, phase, size in waves) + rng.uniform(-0.006, 0.006)
        ring.append((east * reach * cos(turn), north * reach * sin(turn)))
    return Polygon(ring)


def scatter(rng: Random, land: Polygon, count: int) -> list[Point]:
    """So many points inside the land, pushed apart (two rounds of Lloyd) so that their cells are of like size."""
    west, south, east, north = land.bounds
    shapely.prepare(land)
    points: list[Point] = []
    while len(points) < count:
        point = Point(rng.uniform(west, east), rng.uniform(south, north))
        if land.contains(point):
            points.append(point)
    for _ in range(2):
        cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=land)
        points = [cell.intersection(land).representative_point() for cell in cells.geoms]
    return points


def split(rng: Random, land: Polygon, seeds: Sequence[Point]) -> list[Polygon]:
    """One part for each seed, in their order: the land nearest to it, with borders that wander a little."""
    if len(seeds) == 1:
        return [land]
    straight = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(seeds), extend_to=land, only_edges=True))
    nearest = min(one.distance(other) for one, other in combinations(seeds, 2))
    crooked = [_wandering(rng, edge, bend=min(_BEND, 0.2 * nearest / edge.length)) for edge in straight]
    drawing = shapely.union_all([land.boundary, *crooked])
    shapely.prepare(land)
    return _owned([face for face in _faces(drawing) if land.contains(face.representative_point())], seeds)


def fit(parts: Mapping[str, Polygon], *, origin: Point, east: float, north: float) -> dict[str, Polygon]:
    """The parts as degrees, rounded to ``STEP`` together: neighbours share every corner, so nothing gapes.

    The plane has its zero at ``origin`` (degrees); a degree eastward is ``east`` units long, one northward ``north``.
    All borders are rounded as one drawing and the parts are cut out of it again. Rounding each part alone would leave
    slivers wherever one part has a corner on the straight side of another.
    """

    def degrees(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        placed: NDArray[np.float64] = corners / np.array([east, north]) + np.array([origin.x, origin.y])
        return placed

    moved = [shapely.transform(part, degrees) for part in parts.values()]
    drawing = shapely.union_all([part.boundary for part in moved], grid_size=STEP)
    faces = _owned(_faces(drawing), [part.representative_point() for part in moved])
    return {
        code: shapely.transform(face, lambda corners: corners.round(6)) for code, face in zip(parts, faces, strict=True)
    }


def together(parts: Sequence[Polygon]) -> Polygon:
    """The land that neighbouring parts make; exact where they share every corner."""
    whole = shapely.coverage_union_all(list(parts))
    if not isinstance(whole, Polygon):
        raise ValueError(f"{len(parts)} parts do not lie together: their union is a {whole.geom_type}")
    return whole


def _wandering(rng: Random, edge: BaseGeometry, *, bend: float) -> LineString:
    """The edge with its middle pushed aside, then the middles of both halves, and so on four times.

    It leaves the straight line by less than twice ``bend`` times its length; ``split`` keeps that below half the
    distance of any two seeds, so that no border crosses a seed.
    """
    corners = list(edge.coords)
    for _ in range(4):
        finer = corners[:1]
        for (x0, y0), (x1, y1) in zip(corners, corners[1:], strict=False):
            push = rng.uniform(-bend, bend)
            finer += [((x0 + x1) / 2 - push * (y1 - y0), (y0 + y1) / 2 + push * (x1 - x0)), (x1, y1)]
        corners = finer
    return LineString(corners)


def _faces(drawing: BaseGeometry) -> list[Polygon]:
    return [face for face in shapely.polygonize([drawing]).geoms if isinstance(face, Polygon)]


def _owned(faces: Sequence[Polygon], anchors: Sequence[Point]) -> list[Polygon]:
    """One piece for each anchor: the face it lies in, and any face without one beside its longest border."""
    tree = STRtree(faces)
    chosen, found = tree.query(list(anchors), predicate="within")
    if sorted(chosen) != list(range(len(anchors))) or len(set(found)) != len(anchors):
        raise ValueError("two seeds share one face, or one lies on a border: every seed needs land of its own")
    owner = {int(face): int(anchor) for anchor, face in zip(chosen, found, strict=True)}
    held = {anchor: [faces[face]] for face, anchor in owner.items()}
    stray = [number for number in range(len(faces)) if number not in owner]
    while stray:
        waiting = []
        for number in stray:
            borders = [
                (faces[number].boundary.intersection(faces[other].boundary).length, owner[other])
                for other in map(int, tree.query(faces[number]))
                if other in owner
            ]
            longest, anchor = max(borders, default=(0.0, -1))
            if longest > 0.0:
                owner[number] = anchor
                held[anchor].append(faces[number])
            else:
                waiting.append(number)
        if len(waiting) == len(stray):
            raise ValueError("a face of the drawing touches no other: the land is not in one piece")
        stray = waiting
    return [together(held[anchor]) for anchor in range(len(anchors))]
