"""What happens around proposals: what was proposed and chosen, and which model is in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class AdviceAnswered(Event):
    """Somebody chose at a step where proposals stood (``offered``: item, unit and permille of each, in their order;
    -1 where nothing was measured). ``rank``: which was chosen, 0 for another. ``model``: the text model's number."""

    name: ClassVar[str] = "dispatch.advice_answered"

    step: str
    offered: tuple[tuple[str, str, int], ...]
    item: str
    unit: str
    rank: int
    model: int


@dataclass(frozen=True)
class ModelTrained(Event):
    """A text model was trained; ``state`` says whether it is in use, ``reason`` why. ``figures`` are permille."""

    name: ClassVar[str] = "dispatch.model_trained"

    number: int
    state: str
    reason: str
    examples: int
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class ModelChosen(Event):
    """A person put another version of the text model into use; 0: none is used any more."""

    name: ClassVar[str] = "dispatch.model_chosen"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    number: int
    before: int
