"""What happens in core itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class CalendarImported(Event):
    """An official holiday notice, or a county's own, was read in: the year, its days off and its make-up workdays."""

    name: ClassVar[str] = "core.calendar_imported"

    year: int
    off: int
    makeup: int


@dataclass(frozen=True)
class LocalDaySet(Event):
    """A county made one day a rest day (``off``) or a make-up workday of its own; ``name`` and ``source`` say which
    and by whose decision."""

    name: ClassVar[str] = "core.local_day_set"
    words: ClassVar[tuple[str, ...]] = ("name", "source")

    day: date
    off: bool


@dataclass(frozen=True)
class LocalDayRemoved(Event):
    """A day that a county had set is again what it is in the whole country."""

    name: ClassVar[str] = "core.local_day_removed"

    day: date
