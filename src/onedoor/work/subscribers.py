"""The ladder: what happens when a task's time runs."""

from __future__ import annotations

from datetime import datetime

from onedoor.core import chain
from onedoor.core.events import Notice, emit, subscribe
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.work.actions import tasks
from onedoor.work.events import TaskSupervised
from onedoor.work.models import Supervision, Task
from onedoor.work.models.supervision import Level


@subscribe(name=tasks.WATCH)
def watch(notice: Notice, now: datetime) -> None:
    """Chase the task the notice names, unless it is done, was moved since, or was chased at this level already."""
    head = chain.locked(notice.county, notice.subject)
    level = notice.payload["level"]
    task = (
        Task.objects.select_related("unit")
        .filter(county=notice.county, pk=notice.payload["task"], closed_at=None, version=notice.payload["version"])
        .first()
    )
    if task is None or task.supervisions.filter(version=task.version, level=level).exists():
        return
    chased = Supervision(county=task.county, task=task, level=level, at=now, due_at=task.due_at, version=task.version)
    task.level = level
    task.save(update_fields=["level"])
    emit(
        TaskSupervised(task=task.id, verb=task.verb, unit=task.unit.code, level=level, due=task.due_at),
        on=head,
        by=Actor.system(notice.county),
        at=now,
    )
    insert_together([chased, tasks.watch(task, level=Level.RED)] if level == Level.YELLOW else [chased])
