"""The tales of the story: who does what at which moment of 2026, and what must come of it."""

from __future__ import annotations

from datetime import datetime

from onedoor.core.clock import ZONE
from onedoor.simulation.tales import calendar, clocks, hall, ladder, residents, secrecy
from onedoor.simulation.tales.scenes import Scene, Tale, Voice

__all__ = ["TALES", "THE_END", "Scene", "Tale", "Voice"]

TALES: tuple[Tale, ...] = (
    *calendar.TALES, *clocks.TALES, *residents.TALES, *ladder.TALES, *secrecy.TALES, *hall.TALES,
)  # fmt: skip
"""In this order; each begins in an otherwise quiet county."""

THE_END = datetime(2026, 11, 30, 17, 30, tzinfo=ZONE)
"""By now whatever was closed has been archived."""
