"""Areas: the code tree of the county, and the grid at a point."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Schema, Status
from pydantic import Field

from onedoor.exchange.api.auth import ApiRequest
from onedoor.exchange.api.fields import Answer, AreaCode
from onedoor.exchange.api.paging import Page, Paged, cursor, link, place
from onedoor.exchange.api.problems import Problem
from onedoor.exchange.api.revised import Known, unchanged
from onedoor.exchange.api.router import operation
from onedoor.exchange.api.words import Named, named
from onedoor.exchange.models import Scope
from onedoor.geography.atlas import Place, atlas
from onedoor.geography.models.area import Level

_KEPT = "atlas"


class AreaOut(Answer):
    """一个区划或网格。 An area or a grid."""

    code: str
    name: str
    path: str = Field(description="从镇街写起的全称。 Its name from the town down.")
    level: Named
    parent: str
    lon: float | None
    lat: float | None


class Areas(Page):
    """一页区划，按代码排列。 A page of areas by code."""

    items: list[AreaOut]


class Point(Schema):
    """A point, in degrees."""

    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="经度。 Degrees east.")]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="纬度。 Degrees north.")]


class Which(Schema):
    """Which areas."""

    parent: Annotated[AreaCode | None, Field(description="上级区划。 The area next above.")] = None
    level: Annotated[
        Literal["province", "city", "county", "town", "village", "grid"] | None, Field(description="级别。 The level.")
    ] = None


@operation(
    "GET", "/areas", scope=Scope.AREAS_READ, name="listAreas", tag="areas",
    title=("列出区划", "List areas"),
    about=(
        "现行的区划和网格，按代码排列。带上次的ETag（If-None-Match）来问，没有变动时回答304。",
        "The areas and grids in force, by code. Asked with the ETag of before (If-None-Match) the answer is 304 while"
        " nothing has changed.",
    ),
    answers={200: Areas, 304: None}, example="/areas?level=town",
)  # fmt: skip
def list_areas(
    request: ApiRequest, paged: Query[Paged], asked: Query[Which], known: Known = ""
) -> Areas | Status[None]:
    if unchanged(request, _KEPT, known):
        return Status(304, None)
    county = request.caller.county
    kind = f"{request.path}|{asked.parent}|{asked.level}"
    after = str(place(paged.cursor, kind)) if paged.cursor else ""
    places = atlas(county).places
    found = [code for code in sorted(places) if code > after and _fits(places[code], asked)][: paged.limit + 1]
    shown, following = found[: paged.limit], None
    if len(found) > paged.limit:
        following = cursor(shown[-1], kind)
        link(request, following)
    return Areas(items=[_shown(places[code], county) for code in shown], next=following)


@operation(
    "GET", "/areas/at", scope=Scope.AREAS_READ, name="getAreaAt", tag="areas",
    title=("这个点在哪个网格", "The grid at a point"),
    about=("经纬度所在的网格；不在任何网格里回答404。", "The grid that holds a point; 404 for a point in none."),
    answers=AreaOut, refuses=(404,), example="/areas/at?lon=123.005&lat=28.005",
)  # fmt: skip
def get_area_at(request: ApiRequest, point: Query[Point]) -> AreaOut:
    known = atlas(request.caller.county)
    code = known.grid_at(point.lon, point.lat)
    if code is None:
        raise Problem("not-found", _("这个点不在任何网格里。请核对经纬度。"), field="lon")
    return _shown(known.places[code], request.caller.county)


@operation(
    "GET", "/areas/{code}", scope=Scope.AREAS_READ, name="getArea", tag="areas",
    title=("读取区划", "Read an area"),
    about=("一个现行的区划或网格。", "An area or a grid in force."),
    answers={200: AreaOut, 304: None}, refuses=(404,), example="/areas/990801001000",
)  # fmt: skip
def get_area(
    request: ApiRequest, code: Annotated[AreaCode, Path(description="区划代码。 Its code.")], known: Known = ""
) -> AreaOut | Status[None]:
    found = atlas(request.caller.county).places.get(code)
    if found is None:
        raise Problem("not-found", _("没有这个代码的现行区划。请核对代码。"), field="code")
    if unchanged(request, _KEPT, known):
        return Status(304, None)
    return _shown(found, request.caller.county)


def _fits(area: Place, asked: Which) -> bool:
    return asked.parent in (None, area.parent) and asked.level in (None, area.level)


def _shown(area: Place, county: str) -> AreaOut:
    return AreaOut(
        code=area.code, name=area.name, path=atlas(county).path(area.code),
        level=named(area.level, Level(area.level).label), parent=area.parent, lon=area.lon, lat=area.lat,
    )  # fmt: skip
