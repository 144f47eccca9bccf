"""What happens to a case in the hall: talks, and the units asked to join them. None of it moves the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class TalkEvent(Event):
    """Base of what happens around one talk, by its id."""

    talk: int


@dataclass(frozen=True)
class TalkArranged(TalkEvent):
    """Somebody will be received at the moment named (预约接谈); ``leader``: by a leader."""

    name: ClassVar[str] = "hall.talk_arranged"

    mode: str
    leader: bool
    moment: datetime


@dataclass(frozen=True)
class UnitInvited(TalkEvent):
    """A unit was asked to a joint reception and owes to be there by ``due`` (联合接待)."""

    name: ClassVar[str] = "hall.unit_invited"
    prose: ClassVar[tuple[str, ...]] = ("trace",)

    unit: str
    due: datetime
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class UnitArrived(TalkEvent):
    """An invited unit signed that it is there."""

    name: ClassVar[str] = "hall.unit_arrived"

    unit: str


@dataclass(frozen=True)
class UnitSpoke(TalkEvent):
    """A unit that is there said what it will do, or cannot."""

    name: ClassVar[str] = "hall.unit_spoke"
    words: ClassVar[tuple[str, ...]] = ("text",)
    voices: ClassVar[tuple[str, ...]] = ("text",)

    unit: str


@dataclass(frozen=True)
class TalkHeld(TalkEvent):
    """Somebody was received (接谈): which of the invited units were there and which were not, whether the resident
    agreed to the note, and what follows."""

    name: ClassVar[str] = "hall.talk_held"
    words: ClassVar[tuple[str, ...]] = ("asked", "told")
    voices: ClassVar[tuple[str, ...]] = ("asked", "told")

    mode: str
    leader: bool
    checked: bool
    next: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    held: datetime


@dataclass(frozen=True)
class TalkCalledOff(TalkEvent):
    """An arranged talk will not take place; whoever was invited owes nothing any more."""

    name: ClassVar[str] = "hall.talk_called_off"
    words: ClassVar[tuple[str, ...]] = ("reason",)
    voices: ClassVar[tuple[str, ...]] = ("reason",)
