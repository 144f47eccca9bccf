"""When a message may leave. Pure: the present moment, the hours and what has left already are passed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from onedoor.core.clock import ZONE

HOUR = timedelta(hours=1)

Hours = tuple[time, time]


def quiet_until(at: datetime, hours: Hours | None) -> datetime:
    """``at`` itself, or the end of the quiet hours it falls into (by the clock at +08:00; the end is outside).

    Hours such as 22:00 to 07:00 pass over midnight; None is never quiet.
    """
    if hours is None:
        return at
    starts, ends = hours
    local = at.astimezone(ZONE)
    over_midnight = starts > ends
    if over_midnight and local.time() >= starts:
        return datetime.combine(local.date() + timedelta(days=1), ends, tzinfo=ZONE)
    if local.time() < ends and (over_midnight or local.time() >= starts):
        return datetime.combine(local.date(), ends, tzinfo=ZONE)
    return at


def lately(left: Sequence[datetime], at: datetime) -> list[datetime]:
    """Of the moments at which letters left, those of the hour before ``at``, in order."""
    return sorted(moment for moment in left if moment > at - HOUR)


def room_at(at: datetime, left: Sequence[datetime], *, most: int) -> datetime:
    """The first moment from ``at`` on when one more letter keeps every hour at ``most`` letters or fewer."""
    recent = lately(left, at)
    return at if len(recent) < most else recent[-most] + HOUR
