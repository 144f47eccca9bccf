"""Which days are rest days and which are workdays."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import chain

from django.utils.translation import gettext_noop
from holidays.utils import country_holidays
from holidays.version import __version__ as LIBRARY_VERSION

# The last year whose make-up workdays the library knows: its table was compared, day by day, with the State
# Council's notices of 2020 to this year. Raise it only after comparing the next one.
LIBRARY_ANNOUNCED = 2026

WEEKEND = {5: gettext_noop("周六"), 6: gettext_noop("周日")}
MAKE_UP = gettext_noop("补班")
WORKDAY = gettext_noop("工作日")
REST_DAY = gettext_noop("休息日")
NAMES = (
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明节"),
    gettext_noop("劳动节"),
    gettext_noop("端午节"),
    gettext_noop("中秋节"),
    gettext_noop("国庆节"),
)

# Notices count New Year's Eve as part of the Spring Festival; the library names it apart.
_RENAMED = {"农历除夕": "春节", "春节延长假期": "春节", "国际劳动节": "劳动节"}
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day that differs from the plain week: a rest day (``off``) or a make-up workday.

    ``notice`` is the year of the official notice that lists it; 0 for an entry of an operator or a county, which
    changes that day only and does not make its year announced.
    """

    date: datetime.date
    name: str
    off: bool
    notice: int = 0


class Calendar:
    """Rest days and workdays of mainland China at +08:00; immutable, so it may be shared between threads.

    A rest day is a listed off day, or a Saturday or Sunday that is not a listed make-up workday
    (全国年节及纪念日放假办法, and the yearly notice of 国务院办公厅).
    """

    def __init__(self, days: Iterable[Day] = (), *, noticed: Iterable[int] = ()) -> None:
        listed = tuple(days)
        self._days: Mapping[datetime.date, Day] = {day.date: day for day in listed}
        self._noticed = frozenset(noticed) | {day.notice for day in listed if day.notice}
        self._rests: dict[int, dict[datetime.date, str]] = {}
        self.version = self._fingerprint()

    @staticmethod
    def national() -> Calendar:
        """The calendar that ships with the product, without anything an operator added."""
        return _national()

    def overridden(self, days: Iterable[Day]) -> Calendar:
        """A new calendar in which ``days`` hold; of two entries for one date the later wins.

        A year with an official notice follows the notice alone: beside it only the statutory days stay, and the
        library's own days in lieu and make-up workdays of that year are dropped.
        """
        return Calendar(chain(self._days.values(), days), noticed=self._noticed)

    def is_rest(self, day: datetime.date) -> bool:
        """Whether nobody has to work on this day."""
        return day in self._of(day.year)

    def is_work(self, day: datetime.date) -> bool:
        """Whether this is a workday, make-up workdays included."""
        return day not in self._of(day.year)

    def is_make_up(self, day: datetime.date) -> bool:
        """Whether this is a Saturday or Sunday on which people work."""
        return day.weekday() in WEEKEND and self.is_work(day)

    def rest_name(self, day: datetime.date) -> str | None:
        """Why this is a rest day (春节, 周六), or None on a workday. A msgid where the name is a usual one."""
        return self._of(day.year).get(day)

    def why(self, day: datetime.date) -> str:
        """What kind of day this is: 春节, 周六, 补班 or 工作日."""
        if name := self.rest_name(day):
            return name
        return MAKE_UP if day.weekday() in WEEKEND else WORKDAY

    def announced(self, year: int) -> bool:
        """Whether the make-up workdays of this year are known. Until then a date in it may still move."""
        return year <= LIBRARY_ANNOUNCED or year in self._noticed

    def _of(self, year: int) -> dict[datetime.date, str]:
        rests = self._rests.get(year)
        if rests is None:
            rests = self._rests[year] = self._build(year)
        return rests

    def _build(self, year: int) -> dict[datetime.date, str]:
        rests = self._base(year)
        for day in self._days.values():
            if day.date.year != year:
                continue
            if day.off:
                rests[day.date] = day.name or REST_DAY
            else:
                rests.pop(day.date, None)
        return rests

    def _base(self, year: int) -> dict[datetime.date, str]:
        shipped = _shipped(year)
        if year in self._noticed:
            return _weekends(year) | shipped.statutory
        return shipped.rests.copy()

    def _fingerprint(self) -> str:
        digest = sha256(f"{LIBRARY_VERSION} {LIBRARY_ANNOUNCED} {sorted(self._noticed)}".encode())
        for date in sorted(self._days):
            day = self._days[date]
            digest.update(f"|{date} {day.off:d} {day.name}".encode())
        return digest.hexdigest()[:12]


@cache
def _national() -> Calendar:
    return Calendar()


@dataclass(frozen=True, slots=True)
class _Shipped:
    """One year of the library: the days the law itself gives, and all rest days with the yearly arrangement."""

    statutory: dict[datetime.date, str]
    rests: dict[datetime.date, str]


@cache
def _shipped(year: int) -> _Shipped:
    source = country_holidays("CN", years=[year], language="zh_CN")
    statutory: dict[datetime.date, str] = {}
    arranged: dict[datetime.date, str] = {}
    # Both tables carry stray days of other years.
    for date, label in source.items():
        if date.year != year:
            continue
        pieces = label.split("; ")
        names = [_RENAMED.get(piece, piece) for piece in pieces if "（" not in piece]
        if names:
            statutory[date] = "、".join(names)
        else:
            # 春节（补假） keeps its name; 休息日（由…调休） takes the name of the holiday it joins.
            name = pieces[0].partition("（")[0]
            arranged[date] = "" if name == REST_DAY else _RENAMED.get(name, name)
    rests = _weekends(year) | arranged | statutory
    for date in source.weekend_workdays:
        rests.pop(date, None)
    return _Shipped(statutory, _named_by_block(rests))


def _weekends(year: int) -> dict[datetime.date, str]:
    first = datetime.date(year, 1, 1)
    days = (first + _ONE_DAY * offset for offset in range((datetime.date(year + 1, 1, 1) - first).days))
    return {day: WEEKEND[day.weekday()] for day in days if day.weekday() in WEEKEND}


def _named_by_block(rests: dict[datetime.date, str]) -> dict[datetime.date, str]:
    """Give every day of an unbroken run with a holiday in it the name of that holiday, as the notices do."""
    named: dict[datetime.date, str] = {}
    run: list[datetime.date] = []
    for date in sorted(rests):
        if run and date - run[-1] != _ONE_DAY:
            named |= _run_named(run, rests)
            run = []
        run.append(date)
    return named | _run_named(run, rests)


def _run_named(run: list[datetime.date], rests: dict[datetime.date, str]) -> dict[datetime.date, str]:
    plain = {"", *WEEKEND.values()}
    pieces = chain.from_iterable(rests[date].split("、") for date in run if rests[date] not in plain)
    name = "、".join(dict.fromkeys(pieces))
    return {date: name or rests[date] or REST_DAY for date in run}
