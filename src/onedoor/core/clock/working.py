"""When people are at work: alarms wait for it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onedoor.core.clock.calendar import Calendar
from onedoor.core.clock.limit import ZONE
from onedoor.core.refusal import Refused

_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Opening and closing time of a workday at +08:00; both moments belong to it. Refused when out of order."""

    opens: datetime.time = datetime.time(8, 30)
    closes: datetime.time = datetime.time(17, 30)

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise Refused(_("上班时间应早于下班时间。请改正办公时间。"), field="hours")


OFFICE_HOURS = WorkingHours()


def next_working_moment(
    at: datetime.datetime, *, calendar: Calendar, hours: WorkingHours = OFFICE_HOURS
) -> datetime.datetime:
    """``at`` itself when people are at work, else the next opening. Refused for a moment without a zone."""
    local = _local(at)
    day = local.date()
    if calendar.is_work(day) and local.time() <= hours.closes:
        return max(local, _moment(day, hours.opens))
    day += _ONE_DAY
    while calendar.is_rest(day):
        day += _ONE_DAY
    return _moment(day, hours.opens)


def alarm_moment(
    ideal: datetime.datetime, *, limit: datetime.datetime, calendar: Calendar, hours: WorkingHours = OFFICE_HOURS
) -> datetime.datetime:
    """When to send an alarm that would best go out at ``ideal``, about something due at ``limit``.

    Never outside working hours: at the next working moment if that is before the limit, else at the last closing
    before it, so that a warning still comes in time. An alarm at or after the limit goes out at the next working
    moment. The answer may be earlier than ``ideal``, and for a short limit earlier than its start: what to do with
    a moment already past (send at once if urgent, or leave out) is the caller's to decide.
    """
    moment = next_working_moment(ideal, calendar=calendar, hours=hours)
    if moment < _local(limit) or ideal >= limit:
        return moment
    # Nobody is at work between ``ideal`` and the limit, so the last closing before one is before the other too.
    local = _local(ideal)
    day = local.date()
    if local.time() <= hours.closes:
        day -= _ONE_DAY
    while calendar.is_rest(day):
        day -= _ONE_DAY
    return _moment(day, hours.closes)


def _local(at: datetime.datetime) -> datetime.datetime:
    if at.utcoffset() is None:
        raise Refused(_("时刻缺少时区。请写明，例如2026-02-12T09:00+08:00。"))
    return at.astimezone(ZONE)


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, time, tzinfo=ZONE)
