"""Open, close and move tasks. The caller holds the lock of the subject and writes the event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import F

from onedoor.core import clock, events
from onedoor.core.clock import Limit
from onedoor.core.queries import calendar
from onedoor.organisation.models import Unit
from onedoor.work.models import Task
from onedoor.work.models.supervision import Level

WATCH = "work.watch"
_REMIND_AT = 0.75


@dataclass(frozen=True)
class Owed:
    """What a new task says: who owes what."""

    verb: str
    unit: Unit
    duty: str
    area: str
    urgent: bool = False


def opened(
    owed: Owed, *, subject: str, limit: Limit, at: datetime, leading: bool = True
) -> tuple[Task, list[models.Model]]:
    """A new task and the rows that bring it about: itself and the delivery that watches its time."""
    task = Task(
        county=owed.unit.county,
        subject=subject,
        verb=owed.verb,
        unit=owed.unit,
        duty=owed.duty,
        area=owed.area,
        leading=leading,
        urgent=owed.urgent,
        opened_at=at,
        due_at=limit.due,
        limit=limit.trace,
    )
    return task, [task, watch(task, level=Level.YELLOW)]


def watch(task: Task, *, level: str) -> models.Model:
    """The delivery that comes due when the task reaches this level of the ladder.

    Nobody is chased at midnight or on a rest day unless the task is urgent (DESIGN §5).
    """
    ideal = task.due_at
    if level == Level.YELLOW:
        ideal = task.opened_at + (task.due_at - task.opened_at) * _REMIND_AT
    moment = ideal if task.urgent else clock.alarm_moment(ideal, limit=task.due_at, calendar=calendar(task.county))
    if level == Level.YELLOW and moment < task.opened_at:
        # Opened in the evening, due before the morning: there is no working moment in which to remind.
        return watch(task, level=Level.RED)
    return events.schedule(
        WATCH,
        county=task.county,
        subject=task.subject,
        due_at=moment,
        payload={"task": task.id, "version": task.version, "level": level},
    )


def close(task: Task, *, outcome: str, at: datetime) -> None:
    """The duty is done, or no longer owed."""
    task.closed_at, task.outcome = at, outcome
    task.save(update_fields=["closed_at", "outcome"])


def move(task: Task, *, limit: Limit) -> list[models.Model]:
    """Give an open task another due moment. Earlier watches see the new version and stay quiet; the new watch is
    returned for the caller to write."""
    task.due_at, task.limit, task.level = limit.due, limit.trace, ""
    task.version += 1
    Task.objects.filter(pk=task.pk).update(due_at=task.due_at, limit=task.limit, level="", version=F("version") + 1)
    return [watch(task, level=Level.YELLOW)]
