"""What every event that moves a case carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class CaseEvent(Event):
    """Base of the events that move a case: ``flow`` holds the flow columns after it, those that say nothing left out.

    ``voices`` names the words that are the resident's own: of a secret case no unit reads them.
    """

    prose: ClassVar[tuple[str, ...]] = ("trace",)
    voices: ClassVar[tuple[str, ...]] = ()

    flow: Mapping[str, Any]
