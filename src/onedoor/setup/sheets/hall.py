"""业务类别 and 窗口: what residents come to the hall for, and where they are seen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from onedoor.hall import queries
from onedoor.hall.models import ServiceLine, Window
from onedoor.hall.models.zone import Zone
from onedoor.setup.columns import Choice, Choices, Code, Ref, Refs
from onedoor.setup.sheet import Sheet
from onedoor.setup.sheets import shared


def _zones() -> Choices:
    return Zone.choices


LINES = Sheet(
    code="lines",
    title=gettext_lazy("业务类别"),
    about=gettext_lazy("群众来大厅办什么，一类排一队。代码是号码前面的字母：A001排A队。"),
    model=ServiceLine,
    columns=(
        Code(code="code", title=gettext_lazy("代码"), most=2, required=True, hint=gettext_lazy("例如A。")),
        shared.name(40),
        shared.first(),
        shared.last(),
    ),
    key=("code",),
    changed=queries.changed,
)

WINDOWS = Sheet(
    code="windows",
    title=gettext_lazy("窗口"),
    about=gettext_lazy("大厅里的窗口，哪个单位坐，叫哪几队的号。名称和入驻表里的窗口写成一样。"),
    model=Window,
    columns=(
        shared.code(20),
        shared.name(40, gettext_lazy("叫号时念它，例如3号窗口。")),
        Ref(code="unit", title=gettext_lazy("单位代码"), required=True, path="unit__code", to=shared.UNITS),
        Refs(code="lines", title=gettext_lazy("叫哪几队"), to=("lines",), hint=gettext_lazy("业务类别的代码。")),
        Choice(code="zone", title=gettext_lazy("功能区"), required=True, of=_zones),
        shared.first(),
        shared.last(),
    ),
    key=("code",),
    changed=queries.changed,
)
