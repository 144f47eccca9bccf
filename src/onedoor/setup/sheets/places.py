"""区划 and 网格: the code tree. Boundaries are no cells: they travel by files of their own and stay where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from onedoor.core.sentence import Sentence
from onedoor.geography import atlas
from onedoor.geography.codes import stem
from onedoor.geography.models import Area
from onedoor.geography.models.area import Level
from onedoor.setup.columns import Choice, Choices, Column, Degrees, Ref, Refs, Value, each
from onedoor.setup.sheet import Sheet, Values
from onedoor.setup.sheets import shared

_DIGITS = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWN: 9, Level.VILLAGE: 12}
"""How many digits of a 12-digit code say where; the rest are zeros."""


@dataclass(frozen=True, kw_only=True)
class Successors(Refs):
    """Codes of the areas that followed this one; the store has them apart by commas."""

    def read(self, stored: Any) -> Value:
        return tuple(code for code in str(stored or "").split(",") if code)

    def stored(self, value: Value) -> Any:
        return ",".join(each(value))


def _levels() -> Choices:
    return [(level.value, level.label) for level in Level if level != Level.GRID]


def _wrong(values: Values, county: str, today: date) -> Iterator[tuple[str, Sentence]]:
    code, level = str(values["code"]), str(values.get("level", Level.GRID))
    if level == Level.GRID:
        fits = len(code) in (15, 17)
        said = gettext_lazy("网格代码是15位数字（12位村社区代码加3位），微网格17位。请改正。")
    else:
        digits = _DIGITS[Level(level)]
        own = code[digits - (2 if digits <= 6 else 3) : digits]
        fits = len(code) == 12 and not code[digits:].strip("0") and bool(own.strip("0"))
        said = gettext_lazy("区划代码是12位数字，%(level)s一级前%(digits)d位表示地方，后面都是0。请改正。")
    if not (code.isascii() and code.isdigit() and fits):
        yield "code", Sentence(said, {"level": Level(level).label, "digits": _DIGITS.get(Level(level), 0)})
    elif level not in (Level.PROVINCE, Level.CITY) and not code.startswith(county):
        yield "code", Sentence(gettext_lazy("不在本县：本县代码以%(county)s开头。请改正。"), {"county": county})
    else:
        yield from _wrong_parent(code, level, str(values["parent"]))


def _wrong_parent(code: str, level: str, parent: str) -> Iterator[tuple[str, Sentence]]:
    """The code is the path: whatever lies in a place begins with its code."""
    if level in (Level.TOWN, Level.VILLAGE, Level.GRID) and not parent:
        yield "parent", Sentence(gettext_lazy("请填上级的代码，例如%(above)s。"), {"above": _above(code)})
    elif parent and not (code != parent and code.startswith(stem(parent))):
        yield (
            "parent",
            Sentence(
                gettext_lazy("%(code)s不在%(parent)s里面。按代码，上级应为%(above)s。请改正。"),
                {"code": code, "parent": parent, "above": _above(code)},
            ),
        )


def _above(code: str) -> str:
    return code[:12] if len(code) > 12 else stem(code)[:-3].ljust(12, "0")


def _columns(parent: Column, code_hint: Any) -> tuple[Column, ...]:
    return (
        shared.code(17, code_hint),
        shared.name(60),
        parent,
        shared.first(),
        shared.last(),
        Successors(
            code="successor", title=gettext_lazy("后继代码"), to=shared.AREAS, width=18,
            hint=gettext_lazy("停用以后归到哪里；拆成几个的，用、隔开。"),
        ),
        Degrees(code="lon", title=gettext_lazy("中心经度"), hint=gettext_lazy("度；没有界线时用。")),
        Degrees(code="lat", title=gettext_lazy("中心纬度"), most=90),
    )  # fmt: skip


_PARENT = gettext_lazy("上级代码")

_places = _columns(
    Ref(code="parent", title=_PARENT, to=("areas",), width=18, hint=gettext_lazy("县填空；镇街填县，村社区填镇街。")),
    gettext_lazy("12位统计用区划代码。"),
)

AREAS = Sheet(
    code="areas",
    title=gettext_lazy("区划"),
    about=gettext_lazy("县、镇街、村社区。先填这一张，其他各表都用这里的代码。界线用“./onedoor areas”另外导入。"),
    model=Area,
    columns=(*_places[:2], Choice(code="level", title=gettext_lazy("级别"), required=True, of=_levels), *_places[2:]),
    key=("code", "valid_from"),
    changed=atlas.changed,
    only={"level__in": [level.value for level in Level if level != Level.GRID]},
    check=_wrong,
)

GRIDS = Sheet(
    code="grids",
    title=gettext_lazy("网格"),
    about=gettext_lazy("网格和微网格。没有网格划分的，可以空着。"),
    model=Area,
    columns=_columns(
        Ref(code="parent", title=gettext_lazy("所属村社区"), required=True, to=("areas", "grids"), width=18),
        gettext_lazy("15位：12位村社区代码加3位网格号；微网格再加2位。"),
    ),
    key=("code", "valid_from"),
    changed=atlas.changed,
    only={"level": Level.GRID.value},
    fixed={"level": Level.GRID.value},
    check=_wrong,
)
