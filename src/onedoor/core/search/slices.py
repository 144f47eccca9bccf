"""The stretches of time a search walks, newest first, so that it may stop once it has enough (docs/adr/0016).

Every entry carries a mark for its day, week, month and year. The cut between them depends on today alone: the days of
the last fortnight, the weeks of the last quarter, the months back to a January, the years before, and whatever is
older still. A clock may run ahead (a story, a practice store): what is dated up to two years after today comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from onedoor.core.clock import ZONE
from onedoor.core.search.places import END, first_place

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_DAYS = 14
_WEEKS = 11
_MONTHS = 12
_YEARS = 12
_AHEAD = 2


@dataclass(frozen=True)
class Slice:
    """One stretch: what its entries are marked with, and the places from ``first`` up to, not including, ``end``."""

    mark: str
    first: int
    end: int


def marks(at: datetime) -> list[str]:
    """The marks of an entry of this moment: the empty one, its year, month, week and day."""
    day = at.astimezone(ZONE).date()
    return ["", _year(day), _month(day), _week(day), _day(day)]


def walk(now: datetime, *, first: int = 0, end: int = END) -> list[Slice]:
    """The stretches between two places, the newest first; they neither overlap nor leave anything out."""
    made = []
    above = END
    for mark, start in _cuts(now.astimezone(ZONE).date()):
        below = first_place(datetime.combine(start, time(), ZONE)) if start else 0
        low, high = max(below, first), min(above, end)
        if low < high:
            made.append(Slice(mark, low, high))
        above = below
    return made


def _cuts(today: date) -> Iterator[tuple[str, date | None]]:
    """Each stretch with its mark and the day it starts on, None for the beginning of time."""
    for year in range(today.year + _AHEAD, today.year, -1):
        yield _year(date(year, 1, 1)), date(year, 1, 1)
    for month in range(12, today.month, -1):
        yield _month(today.replace(day=1, month=month)), today.replace(day=1, month=month)
    day = today + _DAY
    if day.month == today.month:
        yield _month(day), day
    for _ in range(_DAYS):
        day -= _DAY
        yield _day(day), day
    while day.weekday():
        day -= _DAY
        yield _day(day), day
    for _ in range(_WEEKS):
        day -= _WEEK
        yield _week(day), day
    first = day.replace(day=1)
    if first < day:
        yield _month(first), first
    months = 0
    while months < _MONTHS or first.month > 1:
        first = (first - _DAY).replace(day=1)
        yield _month(first), first
        months += 1
    for _ in range(_YEARS):
        first = first.replace(year=first.year - 1)
        yield _year(first), first
    yield "", None


def _day(day: date) -> str:
    return f"d{day:%y%m%d}"


def _week(day: date) -> str:
    return f"w{(day - timedelta(days=day.weekday())):%y%m%d}"


def _month(day: date) -> str:
    return f"m{day:%y%m}"


def _year(day: date) -> str:
    return f"y{day:%Y}"
