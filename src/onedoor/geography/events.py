"""What happens to the areas of a county. Codes and counts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class AreasImported(Event):
    """Areas of a county were taken in from a file: how many are new, were changed, or ended the day before ``on``."""

    name: ClassVar[str] = "geography.areas_imported"

    added: int
    changed: int
    ended: int
    on: date


@dataclass(frozen=True)
class AreasReplaced(Event):
    """From a day on other codes stand for these areas: each old code with what followed it."""

    name: ClassVar[str] = "geography.areas_replaced"

    on: date
    followed: tuple[tuple[str, ...], ...]
    """(old, new, new…), only those that were named; what lies below them moved along."""
