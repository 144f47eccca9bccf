"""A stretch of a text and what it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

EMERGENCY: Final = "emergency"
SAFETY: Final = "safety"
PHONE: Final = "phone"
PLACE: Final = "place"
PERSON: Final = "person"
ORGANISATION: Final = "organisation"
AMOUNT: Final = "amount"
DATE: Final = "date"
PEOPLE: Final = "people"
ITEM: Final = "item"
KIND: Final = "kind"
NATURE: Final = "nature"

_FIRST = (EMERGENCY, SAFETY, PHONE, PLACE, PERSON, ORGANISATION, AMOUNT, PEOPLE, DATE, ITEM, NATURE, KIND)
"""What is shown where two things stand in the same place."""
_RANK = {kind: place for place, kind in enumerate(_FIRST)}

_WIDE = {ord("　"): " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Span:
    """``words`` are the text from ``start`` up to, not including, ``end``; ``value`` is what a form would take: a code
    or a cleaned text. ``areas`` are the codes of the county's places it can mean: one, several, or none known."""

    start: int
    end: int
    kind: str
    value: str
    words: str
    areas: tuple[str, ...] = ()


def level(text: str) -> str:
    """The text with full-width signs as common ones, every character in its old position."""
    return text.translate(_WIDE)


def apart(spans: Sequence[Span]) -> list[Span]:
    """The spans that can be shown together, none over another: what matters most wins, then the longest."""
    taken = bytearray(max((span.end for span in spans), default=0))
    chosen = []
    for span in sorted(spans, key=lambda one: (_RANK[one.kind], one.start - one.end, one.start)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            chosen.append(span)
    return sorted(chosen, key=lambda one: one.start)
