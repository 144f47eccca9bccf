"""One reading of a text: everything found in it, and what of it can be shown at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onedoor.cases.recognising import figures, kinds, parties, places
from onedoor.cases.recognising.spans import EMERGENCY, ITEM, SAFETY, Span, apart, level
from onedoor.cases.recognising.vocabulary import Vocabulary
from onedoor.catalogue.alarms import Bell
from onedoor.catalogue.models import EmergencyLine

_ITEMS = 2
"""How many items are offered at most."""


@dataclass(frozen=True)
class Reading:
    """``found`` is everything, in the order of the text; ``marks`` what can be shown in it, none over another."""

    text: str
    found: tuple[Span, ...]
    marks: tuple[Span, ...]

    def of(self, kind: str) -> list[Span]:
        """What was found of one kind, in the order of the text."""
        return [span for span in self.found if span.kind == kind]


def recognise(text: str, vocabulary: Vocabulary) -> Reading:
    """Read a text. Pure: the same text and words give the same reading; nothing in it can make this fail."""
    plain = level(text)
    there = list(places.places(plain, vocabulary.areas, vocabulary.places))
    ends = frozenset(span.end for span in there)
    found = [
        *_alarms(plain, vocabulary.bell),
        *figures.phones(plain),
        *there,
        *parties.people(plain),
        *parties.organisations(plain, ends=ends),
        *figures.amounts(plain),
        *figures.crowds(plain),
        *figures.dates(plain),
        *_items(plain, vocabulary),
        *kinds.natures(plain),
        *kinds.kinds(plain),
    ]
    said = sorted((_as_written(span, text) for span in found), key=lambda span: (span.start, -span.end))
    return Reading(text, tuple(said), tuple(apart(said)))


def _as_written(span: Span, text: str) -> Span:
    return Span(span.start, span.end, span.kind, span.value, text[span.start : span.end], span.areas)


def _alarms(text: str, bell: Bell) -> Iterator[Span]:
    """Each stretch of words that rings, by the number or sign it calls for."""
    for alarm in bell.ring(text):
        kind = EMERGENCY if alarm.kind in EmergencyLine.values else SAFETY
        for (start, end), words in zip(alarm.places, alarm.words, strict=True):
            yield Span(start, end, kind, alarm.kind, words)


def _items(text: str, vocabulary: Vocabulary) -> Iterator[Span]:
    """The words of the items that weigh most: by how often and how long."""
    hits = [Span(start, end, ITEM, code, text[start:end]) for start, end, code in vocabulary.items.scan(text)]
    weight: Counter[str] = Counter()
    for hit in hits:
        weight[hit.value] += hit.end - hit.start
    chosen = {code for code, _weight in weight.most_common(_ITEMS)}
    yield from (hit for hit in hits if hit.value in chosen)
