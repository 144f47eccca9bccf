"""Find the grid of a point among ten thousand polygons, beside looking at each polygon's box first (shapely)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import numpy
import shapely

from benchmarks.measuring import Goal, timed
from onedoor.geography.atlas import Atlas

WHAT = "定位到网格（1万个多边形） / point to grid, 10,000 polygons"
SIDE = 100
_POINTS = 2_000


def run(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """A county of a hundred by a hundred grids with crooked borders."""
    draw = Random(3)
    corners = [
        [(x + draw.uniform(-0.2, 0.2), y + draw.uniform(-0.2, 0.2)) for x in range(SIDE + 1)] for y in range(SIDE + 1)
    ]
    shapes = [_grid(corners, x, y) for y in range(SIDE) for x in range(SIDE)]
    atlas = Atlas("990801")
    atlas._codes.extend(f"990801{number:09d}" for number in range(len(shapes)))
    atlas._tree = shapely.STRtree(shapes)
    points = [(draw.uniform(118.0, 119.0), draw.uniform(30.0, 31.0)) for _ in range(_POINTS)]
    say("points")
    ours = timed(lambda number: atlas.grid_at(*points[number % _POINTS]), seconds=seconds, least=_POINTS)
    boxes = shapely.bounds(numpy.array(shapes))
    shapely.prepare(shapes)
    say("the reference: every box looked at")

    def scan(number: int) -> int:
        lon, lat = points[number % _POINTS]
        near = numpy.flatnonzero(
            (boxes[:, 0] <= lon) & (boxes[:, 2] >= lon) & (boxes[:, 1] <= lat) & (boxes[:, 3] >= lat)
        )
        return next((int(place) for place in near if shapely.intersects_xy(shapes[place], lon, lat)), -1)

    bare = timed(scan, seconds=min(seconds, 2), least=_POINTS)
    mean = ours.seconds / len(ours.each) * 1e6
    return {
        "what": WHAT,
        "queries": 0,
        "one": ours.figures(),
        "mean_us": round(mean, 2),
        "reference": {"what": "numpy over all boxes, then shapely", **bare.figures()},
        "ratio": round(ours.percentile(0.5) / bare.percentile(0.5), 3),
        "goals": [Goal("mean, µs", round(mean, 2), most=20).told()],
    }


def _grid(corners: list[list[tuple[float, float]]], x: int, y: int) -> shapely.Polygon:
    around = (corners[y][x], corners[y][x + 1], corners[y + 1][x + 1], corners[y + 1][x])
    return shapely.Polygon([(118 + lon / SIDE, 30 + lat / SIDE) for lon, lat in around])
