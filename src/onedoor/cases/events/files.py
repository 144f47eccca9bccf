"""What is attached to a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class FileAttached(Event):
    """A picture or a paper was attached: what it shows (``stage``), its type and its size in bytes. ``sealed`` commits
    to its name and its bytes; ``report`` says whose it is, where a resident brought it."""

    name: ClassVar[str] = "cases.attached"

    attachment: int
    stage: str
    type: str
    size: int
    sealed: str
    report: int | None = None
