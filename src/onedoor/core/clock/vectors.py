"""Test cases for the clock, read from a table and compared."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from onedoor.core.clock.calendar import Calendar
from onedoor.core.clock.limit import ZONE, Suspension, Unit, compute
from onedoor.core.refusal import Refused

REQUIRED = ("case_id", "n", "unit", "start", "expected_due")
OPTIONAL = ("rule_id", "suspensions", "extension_n", "note", "debatable")

_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """A case whose computed due date is not the expected one. ``debatable``: the law leaves another answer open."""

    case_id: str
    line: int
    expected: str
    got: str
    debatable: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of comparing a whole table."""

    rows: int
    differences: tuple[Difference, ...]

    @property
    def mismatches(self) -> tuple[Difference, ...]:
        """The differences that are errors."""
        return tuple(item for item in self.differences if not item.debatable)

    @property
    def debatable_mismatches(self) -> tuple[Difference, ...]:
        """The differences where the law leaves another answer open."""
        return tuple(item for item in self.differences if item.debatable)


def compare(path: Path, calendar: Calendar) -> Comparison:
    """Compute every case of a CSV table and compare it with its ``expected_due``.

    A date there means 24:00 of that day. Raises Refused, naming the line, for a table that is not of this form.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            # The line a row ends on: a quoted note may hold line breaks.
            outcomes = list(_outcomes(((reader.line_num, cells) for cells in reader), calendar))
    except OSError as error:
        raise Refused(_("打不开文件“%(name)s”。请检查路径和权限。") % {"name": str(path)}) from error
    except UnicodeDecodeError as error:
        raise Refused(_("文件“%(name)s”不是UTF-8编码。请另存为UTF-8的CSV。") % {"name": str(path)}) from error
    except csv.Error as error:
        raise Refused(_("文件“%(name)s”不是完整的CSV表。请检查引号和分隔符。") % {"name": str(path)}) from error
    return Comparison(len(outcomes), tuple(item for item in outcomes if item is not None))


def read_moment(text: str) -> datetime.datetime:
    """A moment written as ISO 8601; without an offset it is taken as +08:00. Raises Refused when it is no moment."""
    try:
        moment = datetime.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(
            _("“%(text)s”不是时刻。请写成2026-02-12T09:00+08:00这样。") % {"text": text}, field="start"
        ) from error
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=ZONE)


def read_date(text: str) -> datetime.date:
    """A date written as ISO 8601. Raises Refused when it is none."""
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(_("“%(text)s”不是日期。请写成2026-02-14这样。") % {"text": text}) from error


def last_day(due: datetime.datetime, unit: Unit) -> datetime.date | None:
    """The day at whose 24:00 a limit in days or months ends; None for hours and minutes."""
    return None if unit in (Unit.H, Unit.MIN) else due.date() - _ONE_DAY


def _outcomes(rows: Iterator[tuple[int, list[str]]], calendar: Calendar) -> Iterator[Difference | None]:
    _line, header = next(rows, (1, []))
    header = [name.strip() for name in header]
    _check_header(header)
    for line, cells in rows:
        if not cells:
            continue
        try:
            if len(cells) != len(header):
                raise Refused(
                    _("应有%(want)s列，实有%(got)s列。请检查逗号和引号。") % {"want": len(header), "got": len(cells)}
                )
            yield _outcome(line, dict(zip(header, cells, strict=True)), calendar)
        except Refused as refusal:
            raise Refused(
                _("第%(line)s行：%(sentence)s") % {"line": line, "sentence": refusal}, field=refusal.field
            ) from refusal


def _check_header(header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise Refused(_("第1行：表头缺少%(names)s。请补上这些列。") % {"names": _joined(missing)})
    unknown = [name for name in header if name not in REQUIRED + OPTIONAL]
    if unknown:
        raise Refused(
            _("第1行：不认识表头%(names)s。可用的列是%(known)s。")
            % {"names": _joined(unknown), "known": _joined(REQUIRED + OPTIONAL)}
        )
    if len(set(header)) < len(header):
        raise Refused(_("第1行：表头有重复的列。请只留一列。"))


def _outcome(line: int, row: dict[str, str], calendar: Calendar) -> Difference | None:
    unit = Unit.named(row["unit"].strip())
    limit = compute(
        start=read_moment(row["start"]),
        n=_number("n", row["n"]),
        unit=unit,
        calendar=calendar,
        suspensions=_suspensions(row.get("suspensions", "")),
        extension=_number("extension_n", row.get("extension_n", "") or "0"),
    )
    debatable = row.get("debatable", "").strip() or "0"
    if debatable not in ("0", "1"):
        raise Refused(_("debatable应是0或1，现在是“%(text)s”。请改正。") % {"text": debatable})
    expected = row["expected_due"].strip()
    if _agrees(limit.due, expected):
        return None
    got = last_day(limit.due, unit) or limit.due
    return Difference(row["case_id"], line, expected, got.isoformat(), debatable == "1")


def _agrees(due: datetime.datetime, expected: str) -> bool:
    if len(expected) == len("2026-02-26"):
        return due - _ONE_DAY == datetime.datetime.combine(read_date(expected), datetime.time(), tzinfo=ZONE)
    return due == read_moment(expected)


def _number(column: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Refused(_("%(column)s应是整数，现在是“%(text)s”。请改正。") % {"column": column, "text": text}) from error


def _suspensions(text: str) -> list[Suspension]:
    try:
        spans = json.loads(text or "[]")
        pairs = [(str(first), str(last)) for first, last in spans]
    except (ValueError, TypeError, RecursionError) as error:
        raise Refused(_('暂停应写成[["2026-03-10", "2026-03-12"]]这样。请改正。')) from error
    return [Suspension(read_date(first), read_date(last)) for first, last in pairs]


def _joined(names: Iterable[str]) -> str:
    return _("、").join(names)
