"""入驻 and 值班: which units sit at the centre, and who is on duty when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from onedoor.core.sentence import Sentence
from onedoor.organisation import queries
from onedoor.organisation.models import Presence, Shift
from onedoor.setup.columns import Choice, Choices, Day, Ref, Text, Weekdays
from onedoor.setup.sheet import Sheet, Values
from onedoor.setup.sheets import shared

_WEEK = (
    ("1", gettext_lazy("周一")), ("2", gettext_lazy("周二")), ("3", gettext_lazy("周三")), ("4", gettext_lazy("周四")),
    ("5", gettext_lazy("周五")), ("6", gettext_lazy("周六")), ("7", gettext_lazy("周日")),
)  # fmt: skip


def _modes() -> Choices:
    return Presence.Mode.choices


def _kinds() -> Choices:
    return Shift.Kind.choices


def _week() -> Choices:
    return _WEEK


def _wrong(values: Values, county: str, today: date) -> Iterator[tuple[str, Sentence]]:
    rotating = values["mode"] == Presence.Mode.ROTATING
    if rotating and not values["weekdays"]:
        yield "weekdays", Sentence(gettext_lazy("轮驻单位要写明星期几来，例如周一、周四。"))
    elif values["weekdays"] and not rotating:
        yield "weekdays", Sentence(gettext_lazy("只有轮驻单位写星期几。请清空，或改为轮驻。"))


def _hours(values: Values) -> Mapping[str, Any]:
    day = values["day"]
    assert isinstance(day, date)
    begins, ends = Shift.hours(str(values["kind"]), day)
    return {"begins": begins, "ends": ends}


PRESENCES = Sheet(
    code="presences",
    title=gettext_lazy("入驻"),
    about=gettext_lazy("入驻中心的单位：常驻、轮驻、随驻，从哪天到哪天，在哪个窗口。"),
    model=Presence,
    columns=(
        Ref(code="unit", title=gettext_lazy("单位代码"), required=True, path="unit__code", to=shared.UNITS),
        Choice(code="mode", title=gettext_lazy("入驻方式"), required=True, of=_modes),
        Weekdays(
            code="weekdays", title=gettext_lazy("星期"), of=_week, width=18,
            hint=gettext_lazy("轮驻才填，例如周一、周四。"),
        ),
        Text(code="window", title=gettext_lazy("窗口"), most=40),
        shared.first(),
        shared.last(),
    ),
    key=("unit", "valid_from"),
    changed=queries.changed,
    check=_wrong,
)  # fmt: skip

SHIFTS = Sheet(
    code="shifts",
    title=gettext_lazy("值班"),
    about=gettext_lazy("今天起的班：哪天、哪个岗位、什么班、谁值。过去的班不导出，也不改。"),
    model=Shift,
    columns=(
        Ref(code="post", title=gettext_lazy("岗位代码"), required=True, path="post__code", to=("posts",)),
        Choice(code="kind", title=gettext_lazy("班次"), required=True, of=_kinds),
        Day(code="day", title=gettext_lazy("日期"), required=True),
        Ref(code="member", title=gettext_lazy("人员代码"), required=True, path="member__code", to=("members",)),
        shared.gone(),
    ),
    key=("post", "kind", "day"),
    changed=queries.changed,
    derive=_hours,
    apart=(("member", "day"),),
)
