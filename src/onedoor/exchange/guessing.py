"""What the columns of an unknown table may be, from their names and what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from onedoor.exchange import times
from onedoor.exchange.fields import TIMES, Field

SAMPLE = 20_000  # rows
FEW = 30  # distinct values that still make a code table
_LONGEST_CODE = 40
_MOST_FORMS = 3

_NAMES: tuple[tuple[Field, str], ...] = (
    ("received_at", r"(来电|留言|受理|登记|诉求|提交|创建|接收|反映).*(时间|日期)|created|received|opened|submitted"),
    ("replied_at", r"(答复|回复|办结|反馈).*(时间|日期)|replied|resolved|^closed?.?(date|at|time)$"),
    ("upstream_by", r"(办理|处理)?(时限|期限)|截止|due"),
    ("source_id", r"编号$|单号$|流水号|^id$|(request|record|ticket|case).?(id|no|num)"),
    ("text", r"内容|详情|描述|正文|诉求$|description|details?$|content|^body$|^text$"),
    ("title", r"标题|主题|title|subject"),
    ("author", r"姓名|诉求人|来电人|联系人|留言用户|信访人|^name$|author|caller|requester"),
    ("phone", r"电话|手机|来电号码|phone$|mobile|^tel"),
    ("address", r"住址|家庭地址|联系地址"),
    ("place", r"地址|地点|位置|^address|^location$"),
    ("reply", r"答复|回复|办理结果|反馈意见|^reply|response|resolution"),
    ("lon", r"经度|^lon|^lng"),
    ("lat", r"纬度|^lat"),
    ("channel", r"渠道|来源|channel|method|^source$"),
    ("urgency", r"紧急|priority|urgency"),
    ("area", r"区划|网格|社区|村|街道|乡镇|neighbou?rhood"),
    ("county", r"区县|县区|^county$"),
)
_PERSONAL = re.compile(
    r"姓名|诉求人|来电|联系|用户|信访人|电话|手机|身份证|住址|地址|name|author|caller|phone|mobile|tel|mail|address",
    re.I,
)
_TIME_NAME = re.compile(r"时间|日期|时限|期限|截止|date|time|_at$|^due|created|closed", re.I)
_FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d",
    "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H时%M分", "%Y年%m月%d日%H时%M分", "%Y年%m月%d日",
    "%Y.%m.%d %H:%M:%S", "%Y.%m.%d %H:%M", "%Y.%m.%d", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M",
    "%m/%d/%Y", "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "iso",
)  # fmt: skip
_NUMBERED = ("%Y%m%d%H%M%S", "%Y%m%d", "epoch_ms", "epoch", "excel")
_UTC = ZoneInfo("UTC")
_YEARS = range(1990, 2050)


@dataclass
class Column:
    """A column of a sample: how many cells hold something, which values, and the forms its times may have."""

    name: str
    filled: int = 0
    values: Counter[str] = field(default_factory=Counter)
    dates: int = 0
    forms: tuple[str, ...] = ()
    field: Field | None = None

    @property
    def personal(self) -> bool:
        """Whether its cells may name somebody; they are never shown."""
        return bool(_PERSONAL.search(self.name)) or any(re.search(r"\d{7}", value) for value in islice(self.values, 50))

    @property
    def few(self) -> bool:
        """Whether its values could be codes."""
        short = all(len(value) <= _LONGEST_CODE for value in self.values)
        return 0 < len(self.values) <= FEW and short and self.filled > len(self.values)


def columns(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[Column]:
    """The columns of a table, each with what a sample of rows says of it and the field it may fill."""
    found = [Column(name) for name in header]
    for row in islice(rows, SAMPLE):
        for column, cell in zip(found, row, strict=False):
            if isinstance(cell, (datetime, date)):
                column.dates += 1
            text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "").strip()
            if text:
                column.filled += 1
                column.values[text] += 1
    for column in found:
        column.forms = _forms(column)
    _guess(found)
    return found


def _guess(found: list[Column]) -> None:
    for name, pattern in _NAMES:
        fitting = [one for one in found if one.field is None and re.search(pattern, one.name, re.I) and one.filled]
        fitting = [one for one in fitting if bool(one.forms or one.dates) == (name in TIMES)]
        if name == "source_id":
            fitting = [one for one in fitting if len(one.values) == one.filled] or fitting
        if name in ("channel", "urgency"):
            fitting = [one for one in fitting if one.few]
        if fitting:
            fitting[0].field = name


def _forms(column: Column) -> tuple[str, ...]:
    """The fewest forms that read every value; () where there are none. A number is a time only where its column says
    so."""
    if not column.filled:
        return ()
    candidates = (*_FORMS, *(_NUMBERED if _TIME_NAME.search(column.name) else ()))
    left, used = list(column.values), list[str]()
    if column.dates == column.filled:
        return ("%Y-%m-%d %H:%M:%S",)
    while left and len(used) < _MOST_FORMS:
        best = max(candidates, key=lambda pattern: sum(_reads(pattern, value) for value in left[:200]))
        rest = [value for value in left if not _reads(best, value)]
        if len(rest) == len(left):
            return ()
        used.append(best)
        left = rest
    return () if left else tuple(used)


def _reads(pattern: str, value: str) -> bool:
    form = times.form(pattern)
    found = form.read(value, _UTC) if form else None
    return found is not None and found.time.year in _YEARS
