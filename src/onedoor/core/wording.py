"""Moments and limits in the words of the screens. Pure: the moment that counts as now is passed in.

Dates are written in the country's one time zone, in Django's current language.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from django.utils.dateformat import format as written
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from onedoor.core.clock import ZONE

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

ALL = 100
WARNING_SHARE = 75
"""Percent of the limit after which a clock is shown as pressing; supervision starts at the same point."""

DAYS_WITHOUT_HOURS = 10
"""From so many days on, hours no longer matter to the reader."""


class Pressure(StrEnum):
    """How a running limit stands."""

    CALM = "calm"
    WARN = "warn"
    OVER = "over"
    STOPPED = "stopped"


def remaining(due: datetime, now: datetime) -> str:
    """What is left until due, or by how much it has passed: 剩4时06分, 超1天3时. The limit is missed at due itself.

    Minutes are rounded down; from ten days on hours are left out.
    """
    left = due - now
    if left > timedelta(0):
        return _left(left // MINUTE, get_language())
    return _over(-left // MINUTE, get_language())


@lru_cache(maxsize=16_384)
def _left(minutes: int, language: str | None) -> str:
    span = minutes * MINUTE
    parts = _parts(span)
    if span < MINUTE:
        return _("剩不到1分")
    if span < HOUR:
        return _("剩%(minutes)d分") % parts
    if span < DAY:
        return _("剩%(hours)d时%(minutes)02d分") % parts
    if _hours_are_noise(span):
        return _("剩%(days)d天") % parts
    return _("剩%(days)d天%(hours)d时") % parts


@lru_cache(maxsize=16_384)
def _over(minutes: int, language: str | None) -> str:
    span = minutes * MINUTE
    parts = _parts(span)
    if span < MINUTE:
        return _("刚超时")
    if span < HOUR:
        return _("超%(minutes)d分") % parts
    if span < DAY:
        return _("超%(hours)d时%(minutes)02d分") % parts
    if _hours_are_noise(span):
        return _("超%(days)d天") % parts
    return _("超%(days)d天%(hours)d时") % parts


def _hours_are_noise(span: timedelta) -> bool:
    return span.days >= DAYS_WITHOUT_HOURS or span % DAY < HOUR


def _parts(span: timedelta) -> dict[str, int]:
    return {"days": span // DAY, "hours": span % DAY // HOUR, "minutes": span % HOUR // MINUTE}


def due_words(due: datetime, now: datetime) -> str:
    """The last moment of a limit: 今天12:30, 10月14日24:00.

    A limit that ends when a day ends is written as 24:00 of that day, as the law counts it.
    """
    return _due_words(due, _today(now), get_language())


@lru_cache(maxsize=16_384)
def _due_words(due: datetime, today: date, language: str | None) -> str:
    """Lists name the same limits to everybody, all day long."""
    end = due.astimezone(ZONE)
    if _is_midnight(end):
        return _on_day(_day_before(end), "24:00", today, language)
    return _on_day(end, f"{end:%H:%M}", today, language)


def due_day(due: datetime, now: datetime) -> str:
    """The last day of a limit for residents: 10月14日（星期三）."""
    end = due.astimezone(ZONE)
    day = _day_before(end) if _is_midnight(end) else end
    if day.year == _today(now).year:
        return written(day, pgettext("date format", "n月j日（l）"))
    return written(day, pgettext("date format", "Y年n月j日（l）"))


def moment_words(at: datetime, now: datetime) -> str:
    """When something happened: 今天10:51, 9月23日15:06."""
    return _moment_words(at, _today(now), get_language())


@lru_cache(maxsize=16_384)
def _moment_words(at: datetime, today: date, language: str | None) -> str:
    local = at.astimezone(ZONE)
    return _on_day(local, f"{local:%H:%M}", today, language)


def _on_day(day: datetime, clock: str, today: date, language: str | None) -> str:
    return _day(day.date(), today, language) % {"clock": clock}


def _today(now: datetime) -> date:
    return now.astimezone(ZONE).date()


def _is_midnight(local: datetime) -> bool:
    return local.hour == local.minute == local.second == 0


def _day_before(midnight: datetime) -> datetime:
    # Half a day back stays inside the day that ends at this midnight, whatever the zone does with its clocks.
    return midnight - DAY / 2


@lru_cache(maxsize=1024)
def _day(day: date, today: date, language: str | None) -> str:
    """A day as the beginning of a moment, which waits for its ``clock``. Lists name the same few days again and
    again."""
    distance = (day - today).days
    if distance in (-1, 0, 1):
        words = (_("昨天"), _("今天"), _("明天"))[distance + 1]
    elif day.year == today.year:
        words = written(day, pgettext("date format", "n月j日"))
    else:
        words = written(day, pgettext("date format", "Y年n月j日"))
    return _("%(day)s%(clock)s") % {"day": words.replace("%", "%%"), "clock": "%(clock)s"}


def due_share(due: datetime, opened: datetime, now: datetime) -> int:
    """Percent of the limit that is used, 0 to 100, rounded down."""
    whole = due - opened
    if whole <= timedelta(0) or now >= due:
        return ALL
    return max(0, (now - opened) * ALL // whole)


def pressure(due: datetime, opened: datetime | None, now: datetime) -> Pressure:
    """How a limit that runs stands. Without the moment it was opened nothing can be said but missed or not."""
    if now >= due:
        return Pressure.OVER
    if opened is not None and due_share(due, opened, now) >= WARNING_SHARE:
        return Pressure.WARN
    return Pressure.CALM


def ref_groups(ref: str) -> tuple[str, ...]:
    """A reference in groups that can be read aloud: 990801, 2611, 4820, 3917, 5."""
    groups: list[str] = []
    for part in ref.split("-"):
        half = len(part) // 2
        groups += [part[:half], part[half:]] if len(part) >= 8 and part.isdigit() else [part]
    return tuple(groups)
