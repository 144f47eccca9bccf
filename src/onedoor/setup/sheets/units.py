"""单位 and 岗位: who can be given work, and what may be done from which post."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from onedoor.organisation import queries
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Post, Unit
from onedoor.setup.columns import Choice, Choices, Ref, Several, Words
from onedoor.setup.sheet import Sheet
from onedoor.setup.sheets import shared


def _kinds() -> Choices:
    return Unit.Kind.choices


def _duties() -> Choices:
    return Duty.choices


UNITS = Sheet(
    code="units",
    title=gettext_lazy("单位"),
    about=gettext_lazy("能接活的单位：中心、部门、镇街、村社区、公用企业，和往下交办的上级。至少要有一个中心。"),
    model=Unit,
    columns=(
        shared.code(40, gettext_lazy("自己定，例如housing；定了就不要改。")),
        shared.name(80),
        Choice(code="kind", title=gettext_lazy("类型"), required=True, of=_kinds),
        shared.area(gettext_lazy("管哪里。部门和中心填全县。")),
        Ref(
            code="parent", title=gettext_lazy("上级单位"), path="parent__code", to=shared.UNITS,
            hint=gettext_lazy("直接管它的单位；没有就空着。"),
        ),
        shared.ended(),
    ),
    key=("code",),
    changed=queries.changed,
)  # fmt: skip

POSTS = Sheet(
    code="posts",
    title=gettext_lazy("岗位"),
    about=gettext_lazy("权限跟着岗位走：有什么职责，管哪里。没有人任职的岗位就没有权限，不用停用。"),
    model=Post,
    columns=(
        shared.code(50),
        Ref(code="unit", title=gettext_lazy("单位代码"), required=True, path="unit__code", to=shared.UNITS),
        shared.name(80),
        Several(
            code="duties", title=gettext_lazy("职责"), required=True, of=_duties,
            hint=gettext_lazy("裁定退单的不要兼派单，回访的不要兼承办。"),
        ),
        Words(
            code="specialities", title=gettext_lazy("专长"), width=24,
            hint=gettext_lazy("热线专席和会说的话，例如人社、方言；没有就空着。"),
        ),
        shared.area(gettext_lazy("职责管到哪里。")),
    ),
    key=("code",),
    changed=queries.changed,
)  # fmt: skip
