"""What happens in core itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class CalendarImported(Event):
    """An official holiday notice, or a county's own, was read in: the year, its days off and its make-up workdays."""

    name: ClassVar[str] = "core.calendar_imported"

    year: int
    off: int
    makeup: int
