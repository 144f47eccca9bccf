"""Many words at once: found in one walk over the text, the longest first, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")

_KEY = 2
"""By how many first characters words are kept; shorter ones are left out."""


class Lexicon(Generic[Meaning]):
    """Words with what each means."""

    def __init__(self, words: Mapping[str, Meaning]) -> None:
        self._words: dict[str, list[tuple[str, Meaning]]] = {}
        for word in sorted(words, key=len, reverse=True):
            if len(word) >= _KEY:
                self._words.setdefault(word[:_KEY], []).append((word, words[word]))

    def scan(self, text: str) -> Iterator[tuple[int, int, Meaning]]:
        """Start, end and meaning of every word, none inside another."""
        place = 0
        while place < len(text) - 1:
            for word, meaning in self._words.get(text[place : place + _KEY], ()):
                if text.startswith(word, place):
                    yield place, place + len(word), meaning
                    place += len(word) - 1
                    break
            place += 1
