"""Open, close and move tasks. The caller holds the lock of the subject and writes the event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models
from django.db.models import F

from onedoor.core import events
from onedoor.core.clock import Limit
from onedoor.core.fresh import fresh
from onedoor.core.writing import insert_together
from onedoor.organisation.models import Unit
from onedoor.work import ladder
from onedoor.work.ladder import Rung
from onedoor.work.models import Task

WATCH = "work.watch"


@dataclass(frozen=True)
class Owed:
    """What a new task says: who owes what. ``secret``: about something that supervisors do not see (an informant's
    report), but those who handle such."""

    verb: str
    unit: Unit
    duty: str
    area: str
    urgent: bool = False
    secret: bool = False


def pressing(owed: Owed) -> Owed:
    """The same, whose clock rings at any hour."""
    return replace(owed, urgent=True)


def opened(
    owed: Owed,
    *,
    subject: str,
    limit: Limit,
    at: datetime,
    leading: bool = True,
    about: str = "",
    first: Callable[[Task], Iterable[Rung]] = ladder.first,
) -> tuple[Task, list[models.Model]]:
    """A new task and the rows that bring it about: itself and the delivery that watches its time. ``first`` gives the
    first rung of its ladder."""
    task = fresh(
        Task,
        county=owed.unit.county,
        subject=subject,
        verb=owed.verb,
        about=about,
        unit=owed.unit,
        duty=owed.duty,
        area=owed.area,
        leading=leading,
        urgent=owed.urgent,
        secret=owed.secret,
        opened_at=at,
        due_at=limit.due,
        limit=limit.trace,
    )
    return task, [task, *(watch(task, rung) for rung in first(task))]


def open_beside(owed: Owed, *, subject: str, limit: Limit, at: datetime, about: str = "") -> Task:
    """A task beside the leading one, written: an approval, an assist, an order. ``about`` is a code naming what it is
    about, where the subject has several of a kind."""
    task, rows = opened(owed, subject=subject, limit=limit, at=at, leading=False, about=about)
    insert_together(rows)
    return task


def watches(task: Task) -> list[models.Model]:
    """The delivery that comes due when the task reaches the first rung of its ladder; none where no rule fits. Each
    rung brings the next, so that a task has one delivery waiting, however long its ladder."""
    return [watch(task, rung) for rung in ladder.first(task)]


def watch(task: Task, rung: Rung) -> models.Model:
    """The delivery that comes due when the task reaches this rung."""
    return events.schedule(
        WATCH,
        county=task.county,
        subject=task.subject,
        due_at=rung.moment,
        payload={"task": task.id, "version": task.version, "level": rung.rule.level, "rule": rung.rule.rule},
    )


def close(task: Task, *, outcome: str, at: datetime) -> None:
    """The duty is done, or no longer owed."""
    task.closed_at, task.outcome = at, outcome
    task.save(update_fields=["closed_at", "outcome"])


def give(task: Task, *, duty: str, secret: bool) -> None:
    """Let another duty of the same unit owe an open task, in secret or not."""
    task.duty, task.secret = duty, secret
    task.save(update_fields=["duty", "secret"])


def move(task: Task, *, limit: Limit) -> list[models.Model]:
    """Give an open task another due moment. Earlier watches see the new version and stay quiet; the new watch is
    returned for the caller to write."""
    task.due_at, task.limit, task.level = limit.due, limit.trace, ""
    task.version += 1
    Task.objects.filter(pk=task.pk).update(due_at=task.due_at, limit=task.limit, level="", version=F("version") + 1)
    return watches(task)
