"""事项, 职责清单 and 不予受理情形: what it is, whose it is, and when it is not accepted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from onedoor.catalogue import queries
from onedoor.catalogue.models import Clause, DutyEntry, Item
from onedoor.setup.columns import Code, Ended, Ref, Refs, Text, Words
from onedoor.setup.sheet import Sheet
from onedoor.setup.sheets import shared

ITEMS = Sheet(
    code="items",
    title=gettext_lazy("事项"),
    about=gettext_lazy("是什么事，分两级：15物业，15-03电梯故障。登记和派单都从这里选。"),
    model=Item,
    columns=(
        Code(code="code", title=gettext_lazy("代码"), most=12, required=True, hint=gettext_lazy("例如15、15-03。")),
        shared.name(60),
        Text(code="name_en", title=gettext_lazy("英文名称"), most=80, width=30),
        Ref(code="parent", title=gettext_lazy("上级代码"), to=("items",), hint=gettext_lazy("一级事项空着。")),
        Words(code="words", title=gettext_lazy("群众怎么说"), hint=gettext_lazy("例如电梯、困人、停梯。")),
        Ended(
            code="not_admitted", title=gettext_lazy("网格不准入"), path="admitted",
            hint=gettext_lazy("不在网格准入事项里的填“是”：不派给村社区，由部门或者镇街办。"),
        ),
        shared.ended(),
    ),
    key=("code",),
    changed=queries.changed,
)  # fmt: skip

DUTIES = Sheet(
    code="duties",
    title=gettext_lazy("职责清单"),
    about=gettext_lazy("哪类事、在哪里、归谁办、谁协办、依据什么。派单时按它提出建议。"),
    model=DutyEntry,
    columns=(
        shared.item(required=True),
        shared.area(gettext_lazy("在哪里归它办；全县填县代码。")),
        Ref(
            code="unit", title=gettext_lazy("承办单位"), path="unit__code", to=shared.UNITS,
            hint=gettext_lazy("空着就是事发地的镇街。"),
        ),
        Refs(code="assists", title=gettext_lazy("协办单位"), to=shared.UNITS, width=28),
        shared.citation(),
        shared.first(),
        shared.last(),
    ),
    key=("item", "area", "valid_from"),
    changed=queries.changed,
)  # fmt: skip

CLAUSES = Sheet(
    code="clauses",
    title=gettext_lazy("不予受理情形"),
    about=gettext_lazy("什么情况不受理，依据什么，请群众去哪里。空着就用自带的六条。"),
    model=Clause,
    columns=(
        shared.code(20),
        Text(code="text", title=gettext_lazy("情形"), most=200, required=True, width=50),
        shared.citation(),
        Text(code="guidance", title=gettext_lazy("可以去哪里"), most=200, required=True, width=50),
        shared.ended(),
    ),
    key=("code",),
    changed=queries.changed,
)
