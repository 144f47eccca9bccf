"""From a start and a length to the moment something is due, with the reasons kept."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onedoor.core.clock.calendar import WEEKEND, Calendar
from onedoor.core.refusal import Refused

ZONE = ZoneInfo("Asia/Shanghai")
BOTH_WEEKEND_DAYS = gettext_noop("周末")
STOPPED = gettext_noop("暂停")

# Before 1992 the zone had summer time; beyond 2199 no limit of law can reach, only a mistyped year.
FIRST_YEAR, LAST_YEAR = 1992, 2199

# A trace lies on every open task: of very long limits it keeps the first ranges and counts the other days.
RANGES_KEPT = 40

_ONE_DAY = datetime.timedelta(days=1)

Span = tuple[datetime.date, datetime.date]


class Unit(StrEnum):
    """What a limit counts (DOMAIN B.4)."""

    CD = "CD"
    WD = "WD"
    H = "H"
    MIN = "MIN"
    MONTH = "MONTH"

    @classmethod
    def named(cls, name: str) -> Unit:
        """The unit of this name. Raises Refused when there is none."""
        try:
            return cls(name)
        except ValueError as error:
            raise Refused(
                _("不认识时限单位“%(unit)s”。请用CD（自然日）、WD（工作日）、H（小时）、MIN（分钟）或MONTH（月）。")
                % {"unit": name},
                field="unit",
            ) from error


# A hundred years in each unit: longer than any limit of law, short enough to count day by day.
LONGEST = {Unit.CD: 36_500, Unit.WD: 36_500, Unit.H: 876_000, Unit.MIN: 52_560_000, Unit.MONTH: 1_200}
_STEP = {Unit.H: datetime.timedelta(hours=1), Unit.MIN: datetime.timedelta(minutes=1)}


@dataclass(frozen=True, slots=True)
class Suspension:
    """Whole days on which a clock stands still, both ends included.

    Raises Refused when the ends are not plain dates, are out of order or lie in an impossible year.
    """

    first: datetime.date
    last: datetime.date

    def __post_init__(self) -> None:
        for day in (self.first, self.last):
            if not isinstance(day, datetime.date) or isinstance(day, datetime.datetime):
                raise Refused(_("暂停的起止应是日期，不带钟点。请改成年月日。"), field="suspensions")
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise Refused(
                    _("暂停日期%(day)s的年份不对。请填%(first)s年到%(last)s年之间的日期。")
                    % {"day": day.isoformat(), "first": FIRST_YEAR, "last": LAST_YEAR},
                    field="suspensions",
                )
        if self.first > self.last:
            raise Refused(
                _("暂停从%(first)s到%(last)s，开始晚于结束。请把两个日期对调或改正。")
                % {"first": self.first.isoformat(), "last": self.last.isoformat()},
                field="suspensions",
            )


@dataclass(frozen=True, slots=True)
class Limit:
    """When something is due, and why then.

    ``due`` is an aware moment of Asia/Shanghai; a limit in days or months ends at 24:00 of its last day, which is
    00:00 of the next. ``trace`` can be stored as JSON, holds no personal data, is what ``explain`` words and
    ``recompute`` counts again.
    """

    due: datetime.datetime
    trace: dict[str, Any]


def compute(
    *,
    start: datetime.datetime,
    n: int,
    unit: Unit,
    calendar: Calendar,
    suspensions: Sequence[Suspension] = (),
    extension: int = 0,
    rule: str = "",
    citation: str = "",
) -> Limit:
    """The limit of ``n`` units from ``start``, lengthened by ``extension`` units of the same kind.

    The start day (its date at +08:00) is never counted; CD and MONTH ending on a rest day roll to the next workday
    (民法典 201–203, 民诉法 85); WD counts workdays only; H and MIN run day and night. Stopped days do not count.
    An extension lengthens the period itself, from its unrolled end. ``rule`` and ``citation`` go into the trace.

    Raises Refused for a naive start, an unknown unit, or a length below 1 or beyond a hundred years.
    """
    unit = Unit.named(unit)
    _check(start=start, n=n, extension=extension, unit=unit)
    begin = start.astimezone(ZONE)
    stopped = _merged(suspensions)
    trace: dict[str, Any] = {"start": begin.isoformat(), "n": n, "unit": unit.value}
    optional = {"extension": extension, "rule": rule, "citation": citation, "stopped": [_iso(span) for span in stopped]}
    trace |= {key: value for key, value in optional.items() if value}
    if unit in _STEP:
        due = _running(begin, _STEP[unit] * (n + extension), stopped)
    elif unit is Unit.WD:
        due = _midnight_after(_workdays(begin.date(), n + extension, stopped, calendar, trace))
    else:
        length = _days(begin.date(), n + extension, unit)
        due = _midnight_after(_calendar_days(begin.date(), length, stopped, calendar, trace))
    trace |= {"due": due.isoformat(), "calendar": calendar.version}
    return Limit(due, trace)


def fixed(last: datetime.date, *, start: datetime.datetime, rule: str, citation: str) -> Limit:
    """A last day that a person named (a leader's date, A-016): due at its 24:00, whatever the calendar.

    Raises Refused when the day has already ended at ``start``.
    """
    begin = start.astimezone(ZONE)
    if last < begin.date():
        raise Refused(
            _("完成时限%(day)s已经过去。请选今天或以后的日期。") % {"day": last.isoformat()}, field="deadline"
        )
    if last.year > LAST_YEAR:
        raise Refused(_("年份%(year)s不对。请检查日期。") % {"year": last.year}, field="deadline")
    due = _midnight_after(last)
    trace = {"start": begin.isoformat(), "fixed": last.isoformat(), "rule": rule, "citation": citation}
    return Limit(due, trace | {"due": due.isoformat()})


def recompute(trace: Mapping[str, Any], calendar: Calendar) -> Limit:
    """Count a stored limit again, by another calendar; a fixed day stays. Raises Refused when the trace is not ours."""
    if "fixed" in trace:
        return Limit(datetime.datetime.fromisoformat(trace["due"]), dict(trace))
    try:
        start = datetime.datetime.fromisoformat(trace["start"])
        suspensions = [
            Suspension(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
            for first, last in trace.get("stopped", ())
        ]
        n, unit = trace["n"], trace["unit"]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(_("时限的计算依据不完整，不能重算。请按起点和时限重新计算。"), field="trace") from error
    return compute(
        start=start,
        n=n,
        unit=unit,
        calendar=calendar,
        suspensions=suspensions,
        extension=trace.get("extension", 0),
        rule=trace.get("rule", ""),
        citation=trace.get("citation", ""),
    )


def _check(*, start: datetime.datetime, n: int, extension: int, unit: Unit) -> None:
    if not isinstance(start, datetime.datetime) or start.utcoffset() is None:
        raise Refused(_("起点缺少时区。请写明，例如2026-02-12T09:00+08:00。"), field="start")
    # Judged before the move to +08:00, which fails at the very ends of the scale.
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise Refused(
            _("起点的年份是%(year)s，不对。请填%(first)s年到%(last)s年之间的日期。")
            % {"year": start.year, "first": FIRST_YEAR, "last": LAST_YEAR},
            field="start",
        )
    if type(n) is not int or n < 1:
        raise Refused(_("时限应是不小于1的整数，现在是“%(n)s”。请改正。") % {"n": n}, field="n")
    if type(extension) is not int or extension < 0:
        raise Refused(_("延长应是不小于0的整数，现在是“%(n)s”。不延长就填0。") % {"n": extension}, field="extension")
    if n + extension > LONGEST[unit]:
        raise Refused(
            _("时限%(n)s%(unit)s太长，最多%(longest)s。请检查数字和单位。")
            % {"n": n + extension, "unit": unit.value, "longest": LONGEST[unit]},
            field="n",
        )


def _merged(suspensions: Iterable[Suspension]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted((item.first, item.last) for item in suspensions):
        if merged and first <= merged[-1][1] + _ONE_DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _running(start: datetime.datetime, length: datetime.timedelta, stopped: list[Span]) -> datetime.datetime:
    end = start + length
    for first, last in stopped:
        halt, go = max(_midnight(first), start), _midnight_after(last)
        if halt < end and go > start:
            end += go - halt
    return end


def _workdays(
    start: datetime.date, count: int, stopped: list[Span], calendar: Calendar, trace: dict[str, Any]
) -> datetime.date:
    skipped: list[tuple[datetime.date, str]] = []
    make_up: list[datetime.date] = []
    day = start
    while count:
        day += _ONE_DAY
        if stopped and _inside(day, stopped):
            continue
        name = calendar.rest_name(day)
        if name is not None:
            skipped.append((day, name))
            continue
        count -= 1
        if day.weekday() in WEEKEND:
            make_up.append(day)
    _note_ranges(trace, "skipped", skipped)
    if make_up:
        trace["make_up"] = [date.isoformat() for date in make_up[:RANGES_KEPT]]
    trace["natural"] = day.isoformat()
    _note_unannounced(trace, start + _ONE_DAY, day, calendar)
    return day


def _calendar_days(
    start: datetime.date, length: int, stopped: list[Span], calendar: Calendar, trace: dict[str, Any]
) -> datetime.date:
    natural = start + _ONE_DAY * length
    for first, last in stopped:
        halt = max(first, start + _ONE_DAY)
        if halt <= natural and last >= halt:
            natural += last - halt + _ONE_DAY
    trace["natural"] = natural.isoformat()
    rolled: list[tuple[datetime.date, str]] = []
    day = natural
    while True:
        name = STOPPED if stopped and _inside(day, stopped) else calendar.rest_name(day)
        if name is None:
            break
        rolled.append((day, name))
        day += _ONE_DAY
    _note_ranges(trace, "rolled", rolled)
    if day.weekday() in WEEKEND:
        trace["make_up"] = [day.isoformat()]
    _note_unannounced(trace, natural, day, calendar)
    return day


def _days(start: datetime.date, n: int, unit: Unit) -> int:
    """The length in days; a month ends on the same day number, or at the end of the month (民法典 202)."""
    if unit is Unit.CD:
        return n
    years, month = divmod(start.month - 1 + n, 12)
    year, month = start.year + years, month + 1
    return (datetime.date(year, month, min(start.day, monthrange(year, month)[1])) - start).days


def _inside(day: datetime.date, spans: list[Span]) -> bool:
    return any(first <= day <= last for first, last in spans)


def _note_ranges(trace: dict[str, Any], key: str, days: list[tuple[datetime.date, str]]) -> None:
    """Write days with one reason each as ranges of one reason each."""
    ranges: list[tuple[datetime.date, datetime.date, str]] = []
    for day, reason in days:
        weekday = day.weekday()
        if ranges and ranges[-1][1] + _ONE_DAY == day:
            first, _last, before = ranges[-1]
            if reason == before:
                ranges[-1] = (first, day, before)
                continue
            if weekday == 6 and reason == WEEKEND[6] and before == WEEKEND[5]:
                ranges[-1] = (first, day, BOTH_WEEKEND_DAYS)
                continue
        ranges.append((day, day, reason))
    if ranges:
        trace[key] = [[*_iso((first, last)), reason] for first, last, reason in ranges[:RANGES_KEPT]]
    if more := sum((last - first).days + 1 for first, last, _reason in ranges[RANGES_KEPT:]):
        trace[f"{key}_more"] = more


def _note_unannounced(trace: dict[str, Any], first: datetime.date, last: datetime.date, calendar: Calendar) -> None:
    years = [year for year in range(first.year, last.year + 1) if not calendar.announced(year)]
    if years:
        trace["unannounced"] = years


def _iso(span: Span) -> list[str]:
    return [span[0].isoformat(), span[1].isoformat()]


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, tzinfo=ZONE)


def _midnight_after(day: datetime.date) -> datetime.datetime:
    return _midnight(day + _ONE_DAY)
