"""Boundaries from GeoJSON: a FeatureCollection, a Feature, or one bare geometry whose file is called by its code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from onedoor.core.refusal import Refused
from onedoor.geography.rows import Finding, Row, Unusable, check_degrees, row
from onedoor.geography.tables import Lines

_CODES = ("code", "adcode", "代码", "区划代码", "网格代码", "gid", "id")
_NAMES = ("name", "名称", "区划名称", "网格名称")
_CODE_IN_NAME = re.compile(r"\d{6,17}")
_FINEST = 1e-9
"""Square degrees: less land than this is a sliver left by repairing."""


@dataclass
class Features:
    """The features of one file. ``code_key`` and ``name_key`` say which properties tell code and name; empty: the
    usual ones."""

    told: list[tuple[Mapping[str, Any], Any]]
    named: str = ""
    code_key: str = ""
    name_key: str = ""
    _rows: list[Row] = field(default_factory=list)
    _findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, content: bytes, *, filename: str, code_key: str = "", name_key: str = "") -> Features:
        """The features of a file. Raises Refused when it is no GeoJSON in degrees."""
        try:
            told = json.loads(content.decode("utf-8-sig"))
            kind = told["type"]
        except (ValueError, TypeError, KeyError):
            raise Refused(_("文件不是GeoJSON。请换一个文件，或者在地图软件里导出为GeoJSON。"), field="file") from None
        crs = json.dumps(told.get("crs", ""))
        if "crs" in told and not re.search(r"CRS84|4326|4490", crs):
            raise Refused(_("文件的坐标系不是WGS84。请在地图软件里转成WGS84（EPSG:4326），再试一次。"), field="file")
        named = found[0] if (found := _CODE_IN_NAME.findall(filename)) else ""
        if kind == "FeatureCollection":
            features = [(each.get("properties") or {}, each.get("geometry")) for each in told.get("features", [])]
        elif kind == "Feature":
            features = [(told.get("properties") or {}, told.get("geometry"))]
        else:
            features = [({}, told)]
        if not features:
            raise Refused(_("文件里没有一块地方。请换一个文件。"), field="file")
        return cls(features, named if len(features) == 1 else "", code_key, name_key)

    @property
    def lines(self) -> int:
        return len(self.told)

    def counties(self) -> Lines:
        """The rows county by county; a line is the number of a feature in the file, from 1."""
        rows: list[Row] = []
        findings: dict[str, list[Finding]] = {}
        for number, (properties, geometry) in enumerate(self.told, start=1):
            county = str(self._value(properties, self.code_key, _CODES) or self.named)[:6]
            try:
                found, repaired = self._row(number, properties, geometry)
            except Unusable as problem:
                findings.setdefault(county, []).append(Finding(number, problem.words, problem.about))
                continue
            rows.append(found)
            if repaired:
                findings.setdefault(county, []).append(
                    Finding(number, gettext_lazy("%(code)s的边界自己交叉，已经修好。请在地图上看一眼。"),
                            {"code": found.code}, stops=False)
                )  # fmt: skip
        rows.sort(key=lambda row: row.code)
        for county, group in groupby(rows, key=lambda row: row.code[:6]):
            members = list(group)
            yield county, members, [*findings.pop(county, []), *_overlaps(members)]
        for county, left in findings.items():
            yield county, [], left

    def _row(self, number: int, properties: Mapping[str, Any], geometry: Any) -> tuple[Row, bool]:
        told = {
            "code": str(self._value(properties, self.code_key, _CODES) or self.named),
            "name": str(self._value(properties, self.name_key, _NAMES) or ""),
        }
        land, repaired = _land(geometry)
        return row(number, told, shapely.to_wkb(land)), repaired

    @staticmethod
    def _value(properties: Mapping[str, Any], key: str, usual: tuple[str, ...]) -> Any:
        return properties.get(key) if key else next((properties[name] for name in usual if properties.get(name)), None)


def _land(geometry: Any) -> tuple[BaseGeometry, bool]:
    """The geometry as land, and whether it had to be repaired. Raises Unusable."""
    try:
        land = shape(geometry)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise Unusable(gettext_lazy("边界读不出来。请重新导出。")) from None
    if not isinstance(land, Polygon | MultiPolygon) or land.is_empty:
        raise Unusable(gettext_lazy("边界不是面。请只导出面（Polygon、MultiPolygon）。"))
    west, south, east, north = land.bounds
    check_degrees(west, south)
    check_degrees(east, north)
    flat = shapely.force_2d(land)
    if flat.is_valid:
        return flat, False
    parts = [part for part in shapely.get_parts(shapely.make_valid(flat)) if isinstance(part, Polygon | MultiPolygon)]
    mended = shapely.union_all(parts) if parts else Polygon()
    if mended.is_empty:
        raise Unusable(gettext_lazy("边界修不好：它没有围住一块地。请重新画。"))
    return mended, True


def _overlaps(rows: list[Row]) -> Iterator[Finding]:
    """Neighbours of one file that lie over each other, said and not changed."""
    for _parent, group in groupby(sorted(rows, key=lambda row: (row.parent, row.code)), key=lambda row: row.parent):
        members = list(group)
        lands = shapely.from_wkb([row.boundary for row in members])
        tree = shapely.STRtree(lands)
        for one, other in tree.query(lands, predicate="overlaps").T:
            if one < other and shapely.area(shapely.intersection(lands[one], lands[other])) > _FINEST:
                yield Finding(
                    members[other].line, gettext_lazy("%(one)s和%(other)s有一块地重叠。点落在那里时算代码小的那个。"),
                    {"one": members[one].code, "other": members[other].code}, stops=False,
                )  # fmt: skip
