"""One line of a file of areas, checked: what it says, or the sentence that says what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onedoor.geography.codes import stem
from onedoor.geography.models.area import Level

LONGEST_NAME = 60

COUNTRY = "country"
_COUNTRY_CODE = "100000000000"
_LEVELS = {
    "省": Level.PROVINCE, "自治区": Level.PROVINCE, "直辖市": Level.PROVINCE, "市": Level.CITY, "地级市": Level.CITY,
    "县": Level.COUNTY, "区": Level.COUNTY, "县级市": Level.COUNTY, "镇": Level.TOWN, "乡": Level.TOWN,
    "街道": Level.TOWN, "镇街": Level.TOWN, "村": Level.VILLAGE, "社区": Level.VILLAGE, "村社区": Level.VILLAGE,
    "网格": Level.GRID, **{level.value: level for level in Level},
}  # fmt: skip
_BY_DIGITS = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWN, 12: Level.VILLAGE}
_CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15}|\d{17}", re.ASCII)
_WEST, _SOUTH, _EAST, _NORTH = 73.0, 3.0, 136.0, 54.0
"""Where places of this country lie, in degrees."""


@dataclass(frozen=True)
class Finding:
    """A sentence about one line of a file (0: about the whole). ``stops`` says that its county is not taken in."""

    line: int
    words: str | Promise
    about: Mapping[str, Any] = field(default_factory=dict)
    stops: bool = True

    def __str__(self) -> str:
        """In the language that is switched on."""
        return str(self.words) % self.about


class Row(NamedTuple):
    """What one line says of an area. An empty name, and None, leave what is known as it is."""

    line: int
    code: str
    name: str
    level: str
    parent: str
    lon: float | None = None
    lat: float | None = None
    boundary: bytes | None = None


class Unusable(Exception):
    """A line that cannot be taken in."""

    def __init__(self, words: str | Promise, **about: object) -> None:
        super().__init__(words)
        self.words, self.about = words, about


def row(line: int, told: Mapping[str, str], boundary: bytes | None = None) -> Row:
    """The line as a row. ``told`` has code and, where they are given, name, level, parent, lon and lat.

    Raises Unusable with the sentence that says what to do.
    """
    code = full(told.get("code", ""))
    name = told.get("name", "").strip()
    if not name and boundary is None:
        raise Unusable(_("%(code)s没有名称。请补上。"), code=code)
    if len(name) > LONGEST_NAME or not all(letter.isprintable() or "\ue000" <= letter <= "\uf8ff" for letter in name):
        raise Unusable(_("%(code)s的名称太长，或者有看不见的字。请改成60个字以内。"), code=code)
    lon, lat = _middle(told.get("lon", ""), told.get("lat", ""))
    parent = told.get("parent", "").strip()
    over = "" if parent == _COUNTRY_CODE else full(parent) if parent else above(code)
    return Row(line, code, name, _level(told.get("level", ""), code), over, lon, lat, boundary)


def full(text: str) -> str:
    """The code with the zeros that fill it up: 990801 and 990801000000 are the same.

    Raises Unusable when it is no code.
    """
    code = text.strip()
    if not _CODE.fullmatch(code):
        raise Unusable(_("“%(code)s”不是区划代码。请写6、9、12位的区划代码，或15位的网格代码。"), code=code[:20])
    return code if len(code) > 12 else code.ljust(12, "0")


def digits(code: str) -> str:
    """The digits of a code that say where, down from the province."""
    path = stem(code)
    if len(path) == 6 and path.endswith("00"):
        return path[:2] if path.endswith("0000") else path[:4]
    return path


def above(code: str) -> str:
    """The code of the area next above, read off the code; empty for a province."""
    path = digits(code)
    if len(path) > 12:
        return code[:12] if len(path) == 15 else code[:15]
    shorter = {12: 9, 9: 6, 6: 4, 4: 2}.get(len(path))
    return path[:shorter].ljust(12, "0") if shorter else ""


def _level(text: str, code: str) -> str:
    told = text.strip()
    if told == COUNTRY:
        return COUNTRY
    if told and told not in _LEVELS:
        raise Unusable(
            _("%(code)s的级别“%(level)s”不认得。请写省、市、县、镇街、村社区或网格。"), code=code, level=told[:20]
        )
    return _LEVELS[told].value if told else _BY_DIGITS.get(len(digits(code)), Level.GRID).value


def _middle(lon: str, lat: str) -> tuple[float | None, float | None]:
    if not lon.strip() and not lat.strip():
        return None, None
    try:
        east, north = float(lon), float(lat)
    except ValueError:
        raise Unusable(
            _("经纬度“%(lon)s，%(lat)s”不是数。请写成度，例如120.57和32.37。"), lon=lon[:20], lat=lat[:20]
        ) from None
    check_degrees(east, north)
    return east, north


def check_degrees(lon: float, lat: float) -> None:
    """Raises Unusable when a point is not in the country in degrees of WGS 84, with a guess why."""
    if _WEST <= lat <= _EAST and _SOUTH <= lon <= _NORTH:
        raise Unusable(_("经度和纬度写反了（%(lon)s，%(lat)s）。请对调。"), lon=lon, lat=lat)
    if not (math.isfinite(lon) and math.isfinite(lat) and _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
        raise Unusable(_("坐标（%(lon)s，%(lat)s）不在国内。请用WGS84的经纬度，单位是度。"), lon=lon, lat=lat)
