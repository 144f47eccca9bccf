"""What happened to a case, line by line, in sentences for the resident. What ``telling`` does not name is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from onedoor.cases.models import Report
from onedoor.citizen.telling import exits, hall, overlays, road
from onedoor.citizen.telling.memory import Memory, Moment
from onedoor.citizen.ways import Step
from onedoor.core.wording import moment_words

_TOLD = road.TOLD | exits.TOLD | overlays.TOLD | hall.TOLD


def moments(report: Report, steps: Iterable[Step], *, now: datetime) -> list[Moment]:
    """The record as the one who brought this report may read it, oldest first."""
    memory = Memory(report, now)
    told: list[Moment] = []
    for step in steps:
        moment = _told(memory, step)
        if moment and not step.before and not (told and moment.repeats(told[-1])):
            told.append(moment if moment.meta else replace(moment, meta=moment_words(step.line.happening.at, now)))
    return told


def _told(memory: Memory, step: Step) -> Moment | None:
    happening = step.line.happening
    memory.hosted = step.hosted
    tell = _TOLD.get(happening.name)
    return tell(memory, happening.payload, step.line.words) if tell else None
