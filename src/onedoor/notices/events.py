from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class NoticeReworded(Event):
    """A county gave one kind of message a text of its own in one language, or went back to the shipped one
    (``shipped``)."""

    name: ClassVar[str] = "notices.notice_reworded"
    words: ClassVar[tuple[str, ...]] = ("text",)

    kind: str
    language: str
    shipped: bool
