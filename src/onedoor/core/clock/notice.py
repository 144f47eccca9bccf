"""The yearly holiday notice of 国务院办公厅, read from a file."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from onedoor.core.clock.calendar import Day
from onedoor.core.clock.limit import FIRST_YEAR, LAST_YEAR
from onedoor.core.refusal import Refused

LARGEST_FILE = 1_000_000
"""Bytes. A notice lists some forty days; anything much larger is another file."""

_COLUMNS = {
    "日期": "date",
    "名称": "name",
    "类型": "off",
    "date": "date",
    "name": "name",
    "isoffday": "off",
}
_OFF = {"休": True, "放假": True, "休息": True, "true": True, "1": True} | {
    "班": False,
    "上班": False,
    "补班": False,
    "false": False,
    "0": False,
}
_WRITTEN_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class Notice:
    """The rest days and make-up workdays one official notice lists for ``year``."""

    year: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    place: str
    date: datetime.date
    name: str
    off: bool


def read(path: Path) -> Notice:
    """Read a notice from a JSON or XLSX file. Raises Refused as ``parse`` does, and when it cannot be opened."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise Refused(_("打不开文件“%(name)s”。请检查路径和权限。") % {"name": path.name}) from error
    _check_size(size)
    return parse(path.name, content)


def parse(name: str, content: bytes) -> Notice:
    """Read a notice from the content of a file; ``name`` tells JSON from XLSX by its ending.

    JSON: ``{"year": 2027, "days": [{"name", "date", "isOffDay"}]}``. XLSX: first sheet, columns 日期, 名称, 类型 (休 or
    班), or date, name, isOffDay. Raises Refused, naming the row, for a file that cannot be read, lists no day, lists
    a date twice or more than a year away, or puts a make-up workday on a weekday.
    """
    _check_size(len(content))
    suffix = Path(name).suffix.lower()
    if suffix == ".json":
        year, rows = _from_json(content)
    elif suffix == ".xlsx":
        year, rows = _from_workbook(content)
    else:
        raise Refused(_("不认识文件“%(name)s”的格式。请用JSON或XLSX文件。") % {"name": name})
    return _checked(year, rows)


def _check_size(size: int) -> None:
    if size > LARGEST_FILE:
        raise Refused(_("文件太大，不像放假通知。请选择只列放假和补班日期的文件。"))


def _checked(year: int, rows: Sequence[_Row]) -> Notice:
    off = {row.date for row in rows if row.off}
    seen: dict[datetime.date, _Row] = {}
    for row in rows:
        words = {"place": row.place, "date": row.date.isoformat(), "year": year}
        if abs(row.date.year - year) > 1:
            raise Refused(_("%(place)s：%(date)s不属于%(year)s年的通知。请改正日期，或分年导入。") % words)
        if before := seen.get(row.date):
            words |= {"before": before.place}
            if before.off != row.off:
                raise Refused(_("%(place)s：%(date)s与%(before)s矛盾，一处放假一处补班。请对照通知只留一处。") % words)
            raise Refused(_("%(place)s：%(date)s与%(before)s重复。请删去一处。") % words)
        # A notice may also name the weekday on which work resumes (2020-02-03): the day after its rest days.
        if not row.off and row.date.weekday() < 5 and row.date - datetime.timedelta(days=1) not in off:
            raise Refused(_("%(place)s：%(date)s不是周六或周日，不能是补班日。请对照通知改正。") % words)
        seen[row.date] = row
    return Notice(year, tuple(Day(row.date, row.name, row.off, year) for row in seen.values()))


def _no_days() -> Refused:
    return Refused(_("文件里没有列出任何日期，可能通知还没有公布。请等公布后再导入，或换一个文件。"))


def _from_json(content: bytes) -> tuple[int, list[_Row]]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused(_("读不懂这个JSON文件。请检查它是否完整，编码应为UTF-8。")) from error
    year = document.get("year") if isinstance(document, dict) else None
    if type(year) is not int or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("文件没有写明年份。请在“year”处填四位年份。"))
    days = document.get("days")
    if not isinstance(days, list):
        raise Refused(_("文件缺少日期清单。请在“days”处列出每一天。"))
    if not days:
        raise _no_days()
    return year, [_json_row(number, entry) for number, entry in enumerate(days, start=1)]


def _json_row(number: int, entry: Any) -> _Row:
    place = _("第%(number)s条") % {"number": number}
    if not isinstance(entry, dict):
        raise Refused(_("%(place)s不是一天的记录。请写明date、name和isOffDay。") % {"place": place})
    return _row(place, entry.get("date"), entry.get("name"), entry.get("isOffDay"))


def _from_workbook(content: bytes) -> tuple[int, list[_Row]]:
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        table = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Refused(_("打不开这个XLSX文件。请用表格软件重新另存为XLSX后再试。")) from error
    lines = [(number, cells) for number, cells in enumerate(table, start=1) if any(cell != "" for cell in cells)]
    if not lines:
        raise _no_days()
    positions = _positions(lines[0][1])
    rows = []
    for number, cells in lines[1:]:
        date, name, off = (cells[positions[column]] for column in ("date", "name", "off"))
        rows.append(_row(_("第%(number)s行") % {"number": number}, date, name, off))
    if not rows:
        raise _no_days()
    return _year_of(rows), rows


def _positions(header: Iterable[object]) -> dict[str, int]:
    """Where each column is; the last of several equal headings counts."""
    found = {
        column: index
        for index, cell in enumerate(header)
        if (column := _COLUMNS.get(str(cell).strip().lower())) is not None
    }
    if len(found) < 3:
        raise Refused(_("表头不全。第一行请写“日期、名称、类型”三列。"))
    return found


def _year_of(rows: Iterable[_Row]) -> int:
    """The year most dates lie in: a sheet has no year of its own, and a notice may list a few days beside it."""
    return Counter(row.date.year for row in rows).most_common(1)[0][0]


def _row(place: str, date: object, name: object, off: object) -> _Row:
    kind = _OFF.get((f"{off:g}" if isinstance(off, float) else str(off)).strip().lower())
    if kind is None:
        raise Refused(_("%(place)s：看不出“%(kind)s”是放假还是补班。请填“休”或“班”。") % {"place": place, "kind": off})
    words = str(name or "").strip()
    if not words or len(words) > 40:
        raise Refused(_("%(place)s：名称应为1至40个字。请填节日名称。") % {"place": place})
    return _Row(place, _date(place, date), words, kind)


def _date(place: str, value: object) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if written := _WRITTEN_DATE.fullmatch(str(value).strip()):
        try:
            return datetime.date(*(int(part) for part in written.groups()))
        except ValueError:
            pass
    raise Refused(_("%(place)s：“%(date)s”不是日期。请写成2027-01-01这样。") % {"place": place, "date": value})
