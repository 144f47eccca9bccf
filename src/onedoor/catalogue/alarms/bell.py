"""What rings in a text, and what keeps it calm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from onedoor.catalogue.alarms.alarm import Alarm
from onedoor.catalogue.alarms.pattern import Pattern, Place, sentence

_CLAUSE = re.compile("[，,、：:（）() ]")
BESIDE = 30
"""How far before and after the words, in the same sentence, a word may stand for which a line stays calm."""
NEAR = 15
"""How far from the words what lifts a context may stand."""
_AROUND = 8
"""How many characters before and after a name may reach beyond the words that rang."""


@dataclass(frozen=True)
class Line:
    """One line of the list, ready to be searched for. ``unless`` are words in the same sentence that keep it calm,
    ``despite`` the names of the contexts that do not."""

    written: str
    kinds: tuple[str, ...]
    pattern: Pattern
    unless: re.Pattern[str] | None = None
    despite: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Context:
    """What keeps the lines of ``kinds`` calm when it stands where ``look`` says: "touching" (directly before), "after"
    (directly after), "clause" (before, in the same part between commas), "sentence", "story" (in the sentence or a
    little before it). ``lifted`` are words in the sentence for which it does not count."""

    name: str
    kinds: frozenset[str]
    look: str
    words: re.Pattern[str]
    lifted: re.Pattern[str] | None = None

    def calms(self, text: str, places: Sequence[Place]) -> str:
        """The word that keeps it calm, empty where none does."""
        start, end = places[0][0], places[-1][1]
        begin, close = sentence(text, start, end)
        if self.lifted and self.lifted.search(text, max(begin, start - NEAR), min(close, end + NEAR)):
            return ""
        found = self._found(text, places, start, end, begin, close)
        return found[0] if found else ""

    def _touching(self, text: str, place: int, begin: int) -> re.Match[str] | None:
        return re.compile(f"(?:{self.words.pattern})\\w{{0,2}}$").search(text, max(begin, place - 5), place)

    def _found(
        self, text: str, places: Sequence[Place], start: int, end: int, begin: int, close: int
    ) -> re.Match[str] | None:
        match self.look:
            case "touching":
                return next(filter(None, (self._touching(text, place, begin) for place, _end in places)), None)
            case "after":
                return self.words.search(text, end, min(close, end + 6))
            case "clause":
                commas = [comma.end() for comma in _CLAUSE.finditer(text, begin, places[-1][0])]
                return self.words.search(text, max((one for one in commas if one <= start), default=begin), end)
            case "near":
                return self.words.search(text, max(begin, start - 30), min(close, end + 10))
            case "before":
                return self.words.search(text, begin, end)
            case "sentence":
                return self.words.search(text, begin, close)
            case _:
                return self.words.search(text, max(0, begin - 60), end)


class Bell:
    """The list of one county, compiled. Pure: the same text rings the same, and nothing is kept of it."""

    def __init__(
        self, lines: Iterable[Line], contexts: Sequence[Context], names: re.Pattern[str],
        now: re.Pattern[str], quiet: Mapping[str, re.Pattern[str]],
    ) -> None:  # fmt: skip
        self._lines = tuple(lines)
        self._contexts, self._names, self._now, self._quiet = contexts, names, now, quiet
        self._by_key: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            for key in line.pattern.needs[0]:
                self._by_key.setdefault(key, []).append(number)

    def ring(self, text: str) -> list[Alarm]:
        """What rings, in the order of the text; of two of one kind in one place the one in fewer pieces, then the
        longer."""
        kept: list[Alarm] = []
        taken: dict[str, set[int]] = {}
        heard = [alarm for alarm in self.weighed(text) if not alarm.calm]
        for alarm in sorted(heard, key=lambda one: (len(one.places), -sum(map(len, one.words)), one.start)):
            signs = {sign for start, end in alarm.places for sign in range(start, end)}
            if taken.setdefault(alarm.kind, set()).isdisjoint(signs):
                taken[alarm.kind] |= signs
                kept.append(alarm)
        return sorted(kept, key=lambda one: (one.start, one.kind))

    def weighed(self, text: str) -> Iterator[Alarm]:
        """Everything of the list that stands in a text: what rings, and what does not and why."""
        for line in self._possible(text):
            for places in line.pattern.found(text):
                said = tuple(text[start:end] for start, end in places)
                for kind in line.kinds:
                    yield Alarm(kind, places, said, line.written, self._calm(line, kind, text, places))

    def _possible(self, text: str) -> list[Line]:
        """The lines of which at least the key stands in the text."""
        there = {*text, *map(add, text, text[1:])}
        first = sorted({number for key in self._by_key.keys() & there for number in self._by_key[key]})
        lines = (self._lines[number] for number in first)
        return [line for line in lines if not any(map(there.isdisjoint, line.pattern.needs))]

    def _calm(self, line: Line, kind: str, text: str, places: Sequence[Place]) -> str:
        if named := _over(self._names, text, places):
            return named
        if kind in self._quiet and (silenced := _over(self._quiet[kind], text, places)):
            return silenced
        begin, close = sentence(text, places[0][0], places[-1][1])
        near = max(begin, places[0][0] - BESIDE), min(close, places[-1][1] + BESIDE)
        if line.unless and (other := line.unless.search(text, *near)) and not self._now.search(text, *near):
            return other[0]
        for context in self._contexts:
            if kind in context.kinds and context.name not in line.despite and (word := context.calms(text, places)):
                return word
        return ""


def _over(names: re.Pattern[str], text: str, places: Sequence[Place]) -> str:
    """A name or a saying of which the words that rang are only a part."""
    for start, end in places:
        for name in names.finditer(text, max(0, start - _AROUND), end + _AROUND):
            if name.start() < end and name.end() > start:
                return name[0]
    return ""
