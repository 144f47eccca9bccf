"""The catalogue: what a case may be about, whose it is, and by when."""

from __future__ import annotations

from datetime import date

from ninja import Status
from pydantic import Field

from onedoor.catalogue.queries import catalogue
from onedoor.exchange.api.auth import ApiRequest
from onedoor.exchange.api.fields import Answer
from onedoor.exchange.api.revised import Known, unchanged
from onedoor.exchange.api.router import operation
from onedoor.exchange.models import Scope
from onedoor.organisation.queries import directory

_KEPT = "catalogue"
_ABOUT = (
    "带上次的ETag（If-None-Match）来问，没有变动时回答304。",
    "Asked with the ETag of before (If-None-Match) the answer is 304 while nothing has changed.",
)


class ItemOut(Answer):
    """一个事项。 An item."""

    code: str
    name: str
    name_en: str
    parent: str = Field(description="所属大类；大类自己是空的。 Its group; empty for a group.")


class Items(Answer):
    """现行的事项目录。 The items in force."""

    items: list[ItemOut]


class DutyOut(Answer):
    """职责清单的一行。 A line of the duty list."""

    item: str
    area: str
    unit: str = Field(
        description="主办单位代码；空的是属地镇街。 The unit that leads; empty for the town of the place."
    )
    assists: list[str]
    citation: str
    valid_from: date
    valid_to: date | None


class Duties(Answer):
    """职责清单。 The duty list."""

    items: list[DutyOut]


class LimitOut(Answer):
    """一条时限。 A limit."""

    rule: str
    verb: str = Field(description="哪一步。 The step.")
    colour: str = Field(description="难度；空的是不论。 The difficulty; empty for any.")
    urgency: str = Field(description="紧急程度；空的是不论。 The urgency; empty for any.")
    n: int
    unit: str = Field(
        description="CD自然日，WD工作日，H小时，MIN分钟，MONTH月。 Days, working days, hours, minutes, months."
    )
    citation: str
    valid_from: date
    valid_to: date | None


class Limits(Answer):
    """时限表。 The table of limits."""

    items: list[LimitOut]


@operation(
    "GET", "/catalogue/items", scope=Scope.CATALOGUE_READ, name="listItems", tag="catalogue",
    title=("事项目录", "The items"), about=_ABOUT, answers={200: Items, 304: None},
)  # fmt: skip
def list_items(request: ApiRequest, known: Known = "") -> Items | Status[None]:
    if unchanged(request, _KEPT, known):
        return Status(304, None)
    found = catalogue(request.caller.county).items.values()
    return Items(
        items=[
            ItemOut(code=item.code, name=item.name, name_en=item.name_en or item.name, parent=item.parent)
            for item in found
        ]
    )


@operation(
    "GET", "/catalogue/duties", scope=Scope.CATALOGUE_READ, name="listDuties", tag="catalogue",
    title=("职责清单", "The duty list"), about=_ABOUT, answers={200: Duties, 304: None},
)  # fmt: skip
def list_duties(request: ApiRequest, known: Known = "") -> Duties | Status[None]:
    if unchanged(request, _KEPT, known):
        return Status(304, None)
    units = directory(request.caller.county).by_id
    entries = catalogue(request.caller.county).entries
    return Duties(
        items=[
            DutyOut(
                item=item, area=entry.area, unit=units[entry.unit_id].code if entry.unit_id else "",
                assists=entry.assists, citation=entry.citation, valid_from=entry.valid_from, valid_to=entry.valid_to,
            )
            for item in sorted(entries)
            for entry in entries[item]
        ]
    )  # fmt: skip


@operation(
    "GET", "/catalogue/limits", scope=Scope.CATALOGUE_READ, name="listLimits", tag="catalogue",
    title=("时限表", "The limits"), about=_ABOUT, answers={200: Limits, 304: None},
)  # fmt: skip
def list_limits(request: ApiRequest, known: Known = "") -> Limits | Status[None]:
    if unchanged(request, _KEPT, known):
        return Status(304, None)
    levels = catalogue(request.caller.county).levels
    return Limits(items=[LimitOut.model_validate(level) for verb in sorted(levels) for level in levels[verb]])
