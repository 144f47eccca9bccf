"""Duties of the night: what must be done once a day, however long nothing happens.

Each is a delivery that comes due and leaves the next one behind (DESIGN §3); a worker that starts puts down the first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction

from onedoor.core.clock import ZONE
from onedoor.core.events import Handler, Notice, schedule, subscribe
from onedoor.core.models import Delivery, Store

_duties: dict[str, time] = {}


def nightly(name: str, *, at: time) -> Callable[[Handler], Handler]:
    """Register a handler that is called once every night at this time on the wall, in the whole store. It must not
    fail and be quick: it schedules the work, for each county apart."""

    def register(handler: Handler) -> Handler:
        def tonight(notice: Notice, now: datetime) -> None:
            handler(notice, now)
            _schedule(name, after=now)

        _duties[name] = at
        subscribe(name=name)(tonight)
        return handler

    return register


@transaction.atomic
def begin(now: datetime) -> None:
    """Put down the next night's delivery of every duty that has none, when a worker starts. Two workers that start
    at once put down one: they take turns at the row of the store."""
    Store.objects.select_for_update().filter(id=1).first()
    waiting = set(Delivery.objects.filter(subscriber__in=_duties, parked=False).values_list("subscriber", flat=True))
    for name in sorted(_duties.keys() - waiting):
        _schedule(name, after=now)


def _schedule(name: str, *, after: datetime) -> None:
    today = datetime.combine(after.astimezone(ZONE).date(), _duties[name], tzinfo=ZONE)
    due = today if today > after else today + timedelta(days=1)
    schedule(name, county="", subject="", due_at=due, payload={}).save(force_insert=True)
