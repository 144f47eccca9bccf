from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Alarm:
    """Something in a text that calls for a number or is a sign: ``kind`` is a code of ``EmergencyLine`` or ``Sign``,
    ``places`` where its words stand (start, end), in the order of the text. ``row`` is the line of the list that rang,
    as written there; ``calm`` the word near it for which it does not ring, empty where it rings."""

    kind: str
    places: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    row: str
    calm: str = ""

    @property
    def start(self) -> int:
        return self.places[0][0]

    @property
    def said(self) -> str:
        """The words as one would quote them: “反锁…打我”."""
        return "…".join(self.words)
