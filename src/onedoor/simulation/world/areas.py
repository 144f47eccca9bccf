"""The land of the county: one county, 14 towns, 300 villages, 1,500 grids as real polygons.

Codes are paths: 6 digits tell the county, 9 the town, 12 the village, 15 the grid; those of county and town are
filled up with zeros to the 12 digits of a division code.
The three digits of a town follow GB/T 10114 (001-099 街道, 100-199 镇, 200-399 乡), those of a village the ranges in
use for it (001-199 居委会, 200-399 村委会), those of a grid count from 001 (base grids end at 799).
The county lies in the open sea, so that no real place is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin
from random import Random

from shapely import Point, Polygon

from onedoor.simulation.world import names, tiling

COUNTY = "990801"
COUNTY_AREA = "990801000000"
GRIDS = 1500

_ORIGIN = Point(123.3, 28.45)
_KM_NORTH = 110.86
"""Kilometres of one degree of latitude at the county."""
_KM_EAST = 97.97
"""Kilometres of one degree of longitude at the county."""


@dataclass(frozen=True, slots=True)
class AreaSeed:
    """One node of the tree. ``level`` is county, town, village or grid; ``boundary`` is in degrees, longitude first."""

    code: str
    name: str
    level: str
    parent: str
    boundary: Polygon


@dataclass(frozen=True, slots=True)
class County:
    """The whole tree, parents before children."""

    code: str
    name: str
    areas: tuple[AreaSeed, ...]

    def of_level(self, level: str) -> tuple[AreaSeed, ...]:
        """All areas of one level, in the order of their codes."""
        return tuple(area for area in self.areas if area.level == level)


@dataclass(frozen=True, slots=True)
class Town:
    """A town before its land is measured: where its middle lies, and how many villages of which kind it has."""

    digits: str
    name: str
    login: str
    direction: float
    """Degrees anticlockwise from east, seen from the middle of the county."""
    distance: float
    """Kilometres from the middle of the county."""
    communities: int
    villages: int

    @property
    def area(self) -> str:
        """The 12-digit code of the town."""
        return _full(COUNTY + self.digits)

    @property
    def unit(self) -> str:
        """The code of the town's centre among the units."""
        return f"town-{self.login}"


TOWNS = (
    Town("001", "城关街道", "chengguan", 80, 1.9, 26, 0),
    Town("002", "澄湖街道", "chenghu", 205, 2.3, 24, 0),
    Town("003", "鹿吟街道", "luyin", 325, 2.4, 22, 0),
    Town("100", "青岚崖镇", "qinglanya", 18, 9.6, 6, 20),
    Town("101", "鹭渡口镇", "ludukou", 95, 9.2, 5, 20),
    Town("102", "稻香浦镇", "daoxiangpu", 165, 9.8, 5, 19),
    Town("103", "石榴坪镇", "shiliuping", 238, 9.4, 4, 20),
    Town("104", "松涧桥镇", "songjianqiao", 310, 9.9, 4, 19),
    Town("105", "望潮门镇", "wangchaomen", 352, 16.5, 4, 18),
    Town("106", "杏花圩镇", "xinghuaxu", 55, 15.0, 3, 18),
    Town("107", "月塘埭镇", "yuetangdai", 182, 16.5, 3, 17),
    Town("200", "云顶岙乡", "yundingao", 122, 15.0, 2, 14),
    Town("201", "竹隐垄乡", "zhuyinlong", 240, 15.2, 1, 13),
    Town("202", "鹿背岭乡", "lubeiling", 300, 15.2, 1, 12),
)

_WEIGHT_OF_COMMUNITY = 6.0
_WEIGHT_OF_VILLAGE = 4.3
_FEWEST_GRIDS = 3


def county(seed: int) -> County:
    """The county of this seed: the same seed gives the same names and borders."""
    rng = Random(f"areas-{seed}")
    land = tiling.outline(rng, east=22.5, north=20.0)
    towns = {COUNTY + town.digits: town for town in TOWNS}
    middles = [_middle(rng, town) for town in TOWNS]
    land_of_towns = dict(zip(towns, tiling.split(rng, land, middles), strict=True))

    titles = {COUNTY: "云州县"} | {code: town.name for code, town in towns.items()}
    land_of_villages: dict[str, Polygon] = {}
    for code, town in towns.items():
        for village, name, part in _villages(rng, code, town, land_of_towns[code], middles[TOWNS.index(town)]):
            titles[village] = name
            land_of_villages[village] = part

    land_of_grids: dict[str, Polygon] = {}
    for village, grids in _grids_of_villages(tuple(land_of_villages)).items():
        ground = land_of_villages[village]
        parts = tiling.split(rng, ground, tiling.scatter(rng, ground, grids))
        for number, part in enumerate(sorted(parts, key=_west_to_east), start=1):
            grid = f"{village}{number:03d}"
            titles[grid] = f"第{number}网格"
            land_of_grids[grid] = part
    return County(COUNTY, titles[COUNTY], _tree(titles, land_of_grids))


def _middle(rng: Random, town: Town) -> Point:
    turn = radians(town.direction + rng.uniform(-5, 5))
    reach = town.distance * rng.uniform(0.96, 1.04)
    return Point(reach * cos(turn), reach * sin(turn))


def _villages(rng: Random, code: str, town: Town, land: Polygon, middle: Point) -> list[tuple[str, str, Polygon]]:
    """Code, name and land of each village; the communities are the ones nearest to the middle of the town."""
    parts = tiling.split(rng, land, tiling.scatter(rng, land, town.communities + town.villages))
    parts.sort(key=lambda part: part.centroid.distance(middle))
    urban = names.communities(rng, town.communities)
    rural = names.villages(rng, town.villages)
    digits = [*range(1, town.communities + 1), *range(200, 200 + town.villages)]
    return [
        (f"{code}{number:03d}", name, part) for number, name, part in zip(digits, [*urban, *rural], parts, strict=True)
    ]


def _grids_of_villages(villages: Sequence[str]) -> Mapping[str, int]:
    """How many of the 1,500 grids each village has: communities are more thickly settled than villages."""
    weights = [_WEIGHT_OF_COMMUNITY if int(code[9:]) < 200 else _WEIGHT_OF_VILLAGE for code in villages]
    spare = GRIDS - _FEWEST_GRIDS * len(villages)
    ends = [0]
    passed = 0.0
    for weight in weights:
        passed += weight - _FEWEST_GRIDS
        ends.append(round(spare * passed / (sum(weights) - _FEWEST_GRIDS * len(weights))))
    return {code: _FEWEST_GRIDS + end - start for code, (start, end) in zip(villages, pairwise(ends), strict=True)}


def _west_to_east(part: Polygon) -> tuple[float, float]:
    return (part.centroid.x, -part.centroid.y)


def _tree(titles: Mapping[str, str], land_of_grids: Mapping[str, Polygon]) -> tuple[AreaSeed, ...]:
    """All areas from the county down; what lies above the grids is the land of its grids put together."""
    grids = tiling.fit(land_of_grids, origin=_ORIGIN, east=_KM_EAST, north=_KM_NORTH)
    levels = {6: "county", 9: "town", 12: "village", 15: "grid"}
    held: defaultdict[str, list[Polygon]] = defaultdict(list)
    for code, land in grids.items():
        for digits in levels:
            held[code[:digits]].append(land)
    return tuple(
        AreaSeed(
            code=_full(path),
            name=titles[path],
            level=levels[len(path)],
            parent=_full(path[:-3]) if len(path) > 6 else "",
            boundary=tiling.together(held[path]),
        )
        for path in sorted(titles, key=lambda path: (len(path), path))
    )


def _full(path: str) -> str:
    return path.ljust(12, "0")
