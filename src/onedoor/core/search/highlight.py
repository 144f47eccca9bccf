"""Show where in a text the words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onedoor.core.search.tokens import folded_with_places

Part = tuple[str, bool]
Spans = list[tuple[int, int]]


def spans(text: str, words: Sequence[str]) -> Spans:
    """Where the words stand in a text, from and to; what touches or overlaps is one."""
    folded, places = folded_with_places(text)
    found: Spans = []
    for word in words:
        for hit in re.finditer(f"(?={re.escape(word)})", folded):
            start, end = hit.start(), hit.start() + len(word) - 1
            found.append((start, end + 1) if places is None else (places[start], places[end] + 1))
    return joined(found)


def joined(found: Spans) -> Spans:
    """The same stretches in order, those that touch or overlap made one."""
    made: Spans = []
    for start, end in sorted(found):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def marked(text: str, words: Sequence[str], *, around: int | None = None) -> list[Part]:
    """The text in parts, each with whether it is one of the words. With ``around`` only so many characters before and
    behind where most of the words stand near together, with … where something was left out."""
    return shown(text, spans(text, words), around=around)


def shown(text: str, found: Spans, *, around: int | None = None) -> list[Part]:
    """The text in parts by these stretches; ``around`` as for ``marked``."""
    start, end = 0, len(text)
    if around is not None:
        middle = _densest(found, around)
        start = max(0, middle[0] - around)
        end = min(len(text), max(middle[1] + around, start + 2 * around))
    parts: list[Part] = [("…", False)] if start else []
    at = start
    for first, past in found:
        first, past = max(first, start), min(past, end)
        if first < past:
            parts += [(text[at:first], False), (text[first:past], True)]
            at = past
    parts += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return [part for part in parts if part[0]]


def _densest(found: Spans, around: int) -> tuple[int, int]:
    """The stretch behind which, within twice ``around``, most others begin."""
    if not found:
        return (0, 0)
    near = [(sum(first <= other[0] < first + 2 * around for other in found), -first) for first, _past in found]
    best = -max(near)[1]
    return next(span for span in found if span[0] == best)
