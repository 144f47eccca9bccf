"""Columns that many sheets have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from onedoor.setup.columns import Code, Day, Ended, Ref, Text, YesNo

if TYPE_CHECKING:
    from django.utils.functional import Promise

UNITS = ("units",)
AREAS = ("areas", "grids")


def code(most: int, hint: str | Promise = "") -> Code:
    return Code(code="code", title=gettext_lazy("代码"), hint=hint, most=most, required=True)


def name(most: int, hint: str | Promise = "") -> Text:
    return Text(code="name", title=gettext_lazy("名称"), hint=hint, most=most, required=True, width=30)


def area(hint: str | Promise = "") -> Ref:
    return Ref(code="area", title=gettext_lazy("区划代码"), hint=hint, required=True, to=AREAS, width=18)


def item(hint: str | Promise = "", *, required: bool = False) -> Ref:
    title = gettext_lazy("事项代码")
    return Ref(code="item", title=title, hint=hint, required=required, path="item__code", to=("items",))


def citation(*, required: bool = False) -> Text:
    return Text(code="citation", title=gettext_lazy("依据"), most=120, required=required, width=40)


def first() -> Day:
    return Day(code="valid_from", title=gettext_lazy("启用日期"), required=True)


def last() -> Day:
    return Day(
        code="valid_to",
        title=gettext_lazy("截止日期"),
        hint=gettext_lazy("最后一天；一直有效就空着。"),
        fill=gettext_lazy("停用就填最后一天，不要删行。"),
    )


def ended(path: str = "active") -> Ended:
    return Ended(code="ended", title=gettext_lazy("停用"), fill=gettext_lazy("停用填“是”，不要删行。"), path=path)


def gone() -> YesNo:
    return YesNo(code="gone", title=gettext_lazy("删去"), fill=gettext_lazy("要去掉这一行，填“是”。"))
