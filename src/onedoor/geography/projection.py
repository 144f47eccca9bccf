"""Degrees to the units of a drawing: equirectangular, north up, as large as fits."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

METRES_PER_DEGREE = 111_320.0
"""Of latitude; of longitude that times the cosine of the latitude."""


@dataclass(frozen=True)
class Box:
    """A rectangle in the units of the drawing; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, size: tuple[int, int], edge: float) -> Box:
        """The drawing without its edge."""
        return cls(edge, edge, size[0] - edge, size[1] - edge)

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Frame:
    """How a piece of the earth lies in a drawing."""

    west: float
    north: float
    east_scale: float
    """Units per degree of longitude."""
    north_scale: float
    """Units per degree of latitude."""
    left: float
    top: float
    size: tuple[int, int]

    @classmethod
    def around(cls, bounds: tuple[float, float, float, float], size: tuple[int, int], edge: float) -> Frame:
        """The frame that shows these degrees (west, south, east, north) as large as fits, in the middle."""
        west, south, east, north = bounds
        squeeze = max(cos(radians((south + north) / 2)), 0.01)
        wide, high = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
        scale = min((size[0] - 2 * edge) / wide, (size[1] - 2 * edge) / high)
        left, top = (size[0] - wide * scale) / 2, (size[1] - high * scale) / 2
        return cls(west, north, scale * squeeze, scale, left, top, size)

    def moved(self, corners: NDArray[np.float64]) -> NDArray[np.float64]:
        """Corners (longitude, latitude) in units of the drawing."""
        placed: NDArray[np.float64] = (corners - np.array([self.west, self.north])) * np.array(
            [self.east_scale, -self.north_scale]
        ) + np.array([self.left, self.top])
        return placed

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """One point in units of the drawing, to one decimal."""
        x = (lon - self.west) * self.east_scale + self.left
        y = (self.north - lat) * self.north_scale + self.top
        return round(x, 1), round(y, 1)

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x <= self.size[0] and 0 <= y <= self.size[1]

    def scale(self, most: float) -> tuple[int, float]:
        """The longest round distance (1, 2 or 5 times a power of ten, in metres, from 10 up) that is no longer than
        ``most`` units, and its length in units."""
        unit = METRES_PER_DEGREE / self.north_scale
        steps = [factor * 10**power for power in range(1, 7) for factor in (1, 2, 5)]
        metres = max((step for step in steps if step / unit <= most), default=steps[0])
        return metres, metres / unit
