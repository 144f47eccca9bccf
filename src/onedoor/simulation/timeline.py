"""Many histories in one order of time, with everything that comes due in between."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta

from onedoor.core.clock import OFFICE_HOURS, ZONE, Calendar, next_working_moment
from onedoor.simulation.actions.elapsing import elapse

Life = Iterator[datetime]
"""A history that says the moment of its next step and takes that step when it is resumed."""


def live(lives: Iterable[Life], *, until: datetime, told: Callable[[datetime], None] = lambda at: None) -> None:
    """Take the steps of all lives up to ``until``, in order of time; ``told`` hears the moment of each.

    A life whose next step lies later stays where it is.
    """
    waiting: list[tuple[datetime, int, Life]] = []
    for number, life in enumerate(lives):
        first = next(life, None)
        if first is not None:
            waiting.append((first, number, life))
    heapq.heapify(waiting)
    now = waiting[0][0] if waiting else until
    while waiting and waiting[0][0] <= until:
        at, number, life = heapq.heappop(waiting)
        elapse(now, at)
        now = at
        following = next(life, None)
        told(at)
        if following is not None:
            heapq.heappush(waiting, (max(following, at), number, life))
    elapse(now, until)


def after(at: datetime, *, work: timedelta, calendar: Calendar) -> datetime:
    """The moment when so much working time has passed since ``at``; a working day has nine hours."""
    moment = next_working_moment(at, calendar=calendar)
    while True:
        closing = datetime.combine(moment.date(), OFFICE_HOURS.closes, tzinfo=ZONE)
        if moment + work <= closing:
            return moment + work
        work -= closing - moment
        moment = next_working_moment(closing + timedelta.resolution, calendar=calendar)


def before(at: datetime, *, work: timedelta, calendar: Calendar) -> datetime:
    """The moment from which so much working time has passed until ``at``."""
    moment = at.astimezone(ZONE)
    while True:
        day = moment.date()
        opening = datetime.combine(day, OFFICE_HOURS.opens, tzinfo=ZONE)
        closing = min(moment, datetime.combine(day, OFFICE_HOURS.closes, tzinfo=ZONE))
        worked = closing - opening if calendar.is_work(day) and closing > opening else timedelta()
        if worked >= work:
            return closing - work
        work -= worked
        moment = datetime.combine(day, time(), tzinfo=ZONE) - timedelta.resolution
