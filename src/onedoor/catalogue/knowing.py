"""What the knowledge base says to a text: entries whose words stand in it, ranked, each with the words that weighed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onedoor.catalogue.models import Knowledge
from onedoor.catalogue.queries import catalogue
from onedoor.core.revisions import Shelf

_COMMON = re.compile(
    "怎么|什么|多少|可以|需要|办理|哪里|如何|是否|不是|能不|要求|有关|情况|问题|处理|一下|我们|没有|应当|应该|申请|几天"
)
"""Pairs of characters that stand in any question."""

_FEWEST_PAIRS = 3
_OF_ITEM = 2.0
_BESIDE = 0.4
"""What fits so much worse than the best is left out."""


@dataclass(frozen=True)
class Known:
    """An entry that fits, how well, the words of the text that weighed, and whether it should be looked at again."""

    entry: Knowledge
    score: float
    reasons: tuple[str, ...]
    overdue: bool


class Index:
    """The entries of one county with the weight of each of their words: the rarer, the heavier."""

    def __init__(self, entries: Iterable[Knowledge]) -> None:
        self.entries = list(entries)
        self._words = {entry.id: tuple(dict.fromkeys(map(plain, entry.words))) for entry in self.entries}
        self._pairs = {entry.id: _pairs(plain(entry.title)) for entry in self.entries}
        seen: Counter[str] = Counter()
        for entry in self.entries:
            seen.update({*self._words[entry.id], *self._pairs[entry.id]})
        self._weight = {word: math.log(1 + len(self.entries) / times) for word, times in seen.items()}

    def score(self, entry: Knowledge, text: str, item: str) -> tuple[float, tuple[str, ...]]:
        """How well an entry fits a plain text, and why; nothing where too little speaks for it."""
        words = [word for word in self._words[entry.id] if word and word in text]
        pairs = [pair for pair in self._pairs[entry.id] if pair in text]
        of_item = bool(item) and entry.item is not None and item in (entry.item.code, entry.item.parent)
        if not words and len(pairs) < _FEWEST_PAIRS and not (of_item and pairs):
            return 0.0, ()
        told = sum(self._weight[word] * math.sqrt(len(word)) for word in words)
        told += sum(self._weight[pair] for pair in pairs) / 2
        return told + _OF_ITEM * of_item, _reasons(words, pairs, plain(entry.title))


_index: Shelf[Index] = Shelf("catalogue", lambda county: Index(catalogue(county).knowledge))


def found(county: str, text: str, *, item: str = "", on: date, most: int = 4) -> list[Known]:
    """The entries that fit a text best, for staff; ``item`` is the code of what it is about, where that is known."""
    return _ranked(_index.get(county), text, item=item, on=on, most=most, entries=_index.get(county).entries)


def found_public(county: str, text: str, *, on: date, most: int = 4) -> list[Known]:
    """The entries that fit a text best, of those residents may read."""
    index = _index.get(county)
    entries = [entry for entry in index.entries if entry.public]
    return _ranked(index, text, item="", on=on, most=most, entries=entries)


def _ranked(
    index: Index, text: str, *, item: str, on: date, most: int, entries: Iterable[Knowledge]
) -> list[Known]:  # fmt: skip
    asked = plain(text)
    scored = ((entry, *index.score(entry, asked, item)) for entry in entries)
    known = [Known(entry, score, why, is_overdue(entry, on=on)) for entry, score, why in scored if score]
    least = max((one.score for one in known), default=0.0) * _BESIDE
    return sorted((one for one in known if one.score >= least), key=lambda one: (-one.score, one.entry.code))[:most]


def is_overdue(entry: Knowledge, *, on: date) -> bool:
    """Whether somebody should have looked at it again by now (K-34)."""
    return entry.review_by is not None and entry.review_by < on


def nearest(county: str, text: str, *, on: date, entries: Iterable[Knowledge]) -> list[Known]:
    """Of these entries the twenty that fit a text best."""
    return _ranked(_index.get(county), text, item="", on=on, most=20, entries=entries)


def entry_called(county: str, code: str) -> Knowledge | None:
    """The entry with this code, while it is in use."""
    return next((entry for entry in _index.get(county).entries if entry.code == code), None)


def plain(text: str) -> str:
    """The text as it is compared: full-width signs as common ones, no capitals."""
    return unicodedata.normalize("NFKC", text).casefold()


def _pairs(title: str) -> tuple[str, ...]:
    """Neighbouring pairs of letters or characters, but those of any question."""
    found = (title[place : place + 2] for place in range(len(title) - 1))
    return tuple(dict.fromkeys(pair for pair in found if pair.isalnum() and not _COMMON.fullmatch(pair)))


def _reasons(words: list[str], pairs: list[str], title: str) -> tuple[str, ...]:
    """The words that weighed, and the runs of the title that pairs in a row make."""
    runs: list[str] = []
    here = set(pairs)
    place = 0
    while place < len(title) - 1:
        end = place
        while title[end : end + 2] in here:
            end += 1
        if end > place:
            runs.append(title[place : end + 1])
        place = max(end, place + 1)
    said = list(dict.fromkeys(words))
    said += [run for run in runs if not any(run in word or word in run for word in said)]
    return tuple(said[:5])
