"""The ways a time is written, and how each is read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

NAMED = ("iso", "excel", "epoch", "epoch_ms")
"""Forms that no pattern of strftime describes."""

_PROBE = datetime(2019, 6, 8, 17, 31, 20, tzinfo=UTC)
_EXCEL_EPOCH = datetime(1899, 12, 30)
_EXCEL_LAST = 2_958_466  # the first day of the year 10000
_EPOCH_LAST = 253_402_300_800  # the same in seconds
_NUMBER = re.compile(r"[0-9]{1,16}(\.[0-9]+)?", re.ASCII)


class Moment(NamedTuple):
    """An aware time. ``by_day``: only the day is known, and the time is its midnight."""

    time: datetime
    by_day: bool


class TimeForm(NamedTuple):
    """One way a time is written: a pattern of strftime or one of ``NAMED``. ``by_day``: it names the day and no
    hour."""

    pattern: str
    by_day: bool

    @property
    def example(self) -> str:
        """How 17:31:20 on 8 June 2019 looks in this form."""
        match self.pattern:
            case "iso":
                return _PROBE.replace(tzinfo=None).isoformat()
            case "excel":
                return "43624.7301"
            case "epoch":
                return str(int(_PROBE.timestamp()))
            case "epoch_ms":
                return str(int(_PROBE.timestamp()) * 1000)
        return _PROBE.strftime(self.pattern)

    def read(self, cell: str, zone: ZoneInfo) -> Moment | None:
        """The moment; a time that carries no zone of its own is one of ``zone``. None when it is not in this form."""
        try:
            if self.pattern == "iso":
                return _iso(cell, zone)
            if self.pattern in NAMED:
                return _counted(cell, self.pattern, zone)
            found = datetime.strptime(cell, self.pattern)
        except (ValueError, OverflowError):
            return None
        return Moment(found if found.tzinfo else found.replace(tzinfo=zone), self.by_day)


def form(pattern: str) -> TimeForm | None:
    """The form a feed names; None when day, month, year or half of the day could not be told by it."""
    if pattern in NAMED:
        return TimeForm(pattern, by_day=False)
    try:
        found = datetime.strptime(_PROBE.strftime(pattern), pattern)
    except (ValueError, re.error):
        return None
    if found.date() != _PROBE.date() or found.hour not in (0, _PROBE.hour):
        return None
    return TimeForm(pattern, by_day=found.hour == 0)


def of_date_cell(cell: datetime | date, zone: ZoneInfo) -> Moment:
    """The moment a workbook's date cell holds."""
    if isinstance(cell, datetime):
        return Moment(cell.replace(tzinfo=zone), by_day=False)
    return Moment(datetime.combine(cell, time(), tzinfo=zone), by_day=True)


def _iso(cell: str, zone: ZoneInfo) -> Moment:
    found = datetime.fromisoformat(cell)
    by_day = not re.search(r"[T ].*[0-9]", cell)
    return Moment(found if found.tzinfo else found.replace(tzinfo=zone), by_day)


def _counted(cell: str, pattern: str, zone: ZoneInfo) -> Moment | None:
    if not _NUMBER.fullmatch(cell):
        return None
    number = float(cell)
    if pattern == "excel":
        if not 1 <= number < _EXCEL_LAST:
            return None
        found = _EXCEL_EPOCH + timedelta(seconds=round(number * 86_400))
        return Moment(found.replace(tzinfo=zone), by_day=number.is_integer())
    seconds = number if pattern == "epoch" else number / 1000
    return Moment(datetime.fromtimestamp(seconds, UTC), by_day=False) if seconds < _EPOCH_LAST else None
