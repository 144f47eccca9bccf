from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class TaskSupervised(Event):
    """A task was chased: ``level`` yellow at 75 % of its time, red once it was overdue."""

    name: ClassVar[str] = "work.task_supervised"

    task: int
    verb: str
    unit: str
    level: str
    due: datetime
