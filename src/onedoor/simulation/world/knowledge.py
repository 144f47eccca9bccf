"""The knowledge base and the reply templates that the county begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onedoor.simulation.texts.knowing import ENTRIES, FOR_STAFF, OVERDUE, TEMPLATES

_REVIEWED = date(2026, 6, 1)
_REVIEW_BY = date(2027, 5, 31)
_LONG_AGO, _WAS_DUE = date(2025, 6, 1), date(2026, 5, 31)
_NO_UNIT = ("", "town")


@dataclass(frozen=True, slots=True)
class KnowledgeSeed:
    """An entry: about which item, whose word it is (empty: the centre's), and by when it is looked at again."""

    code: str
    item: str
    unit: str
    title: str
    text: str
    words: tuple[str, ...]
    citation: str
    public: bool
    reviewed_on: date
    review_by: date


@dataclass(frozen=True, slots=True)
class TemplateSeed:
    """A text to begin with, for a step and, where it names one, an item."""

    code: str
    name: str
    verb: str
    item: str
    text: str


KNOWLEDGE: tuple[KnowledgeSeed, ...] = tuple(
    KnowledgeSeed(
        f"KB-{number:03d}",
        item,
        "" if unit in _NO_UNIT else unit,
        title,
        text,
        tuple(words.split()),
        citation,
        title not in FOR_STAFF,
        _LONG_AGO if title in OVERDUE else _REVIEWED,
        _WAS_DUE if title in OVERDUE else _REVIEW_BY,
    )
    for number, (item, unit, words, title, text, citation) in enumerate(ENTRIES, start=1)
)

REPLY_TEMPLATES: tuple[TemplateSeed, ...] = tuple(
    TemplateSeed(f"T-{number:02d}", name, verb, item, text)
    for number, (name, verb, item, text) in enumerate(TEMPLATES, start=1)
)
