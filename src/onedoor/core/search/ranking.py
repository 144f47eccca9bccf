"""How well what was found fits: the field, whole words before parts of words, how often, how new. The same on every
store, for it reads the texts themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import rjieba

from onedoor.core.search.entries import Query
from onedoor.core.search.highlight import Spans, joined, spans
from onedoor.core.search.sounds import sounding

_TITLE, _PLACE, _TEXT = 6.0, 4.0, 1.0
_WHOLE = 1.5
_AGAIN, _MOST_AGAIN = 0.1, 5
_NEW = 2.0
_OLD = timedelta(days=60)
"""After so long, half of what being new is worth."""

_LOOKED_AT = 3
_BESIDE = 12
"""Characters on each side of a hit by which it is decided where words end."""


@dataclass(frozen=True)
class Fit:
    """How well one text fits, and where in it what was asked for stands."""

    score: float
    title: Spans
    place: Spans
    text: Spans


def fit(query: Query, *, title: str, place: str, text: str, came: datetime, now: datetime) -> Fit | None:
    """How well a text fits a query; None where something asked for is not there (any more)."""
    fields = ((title, _TITLE), (place, _PLACE), (text, _TEXT))
    marks: list[Spans] = [[], [], []]
    worth = 0.0
    for word in query.words:
        where = [spans(content, (word,)) for content, _weight in fields]
        if not any(where):
            return None
        worth += max(
            weight + _WHOLE * _whole(content, hits)
            for (content, weight), hits in zip(fields, where, strict=True)
            if hits
        )
        worth += _AGAIN * min(sum(map(len, where)), _MOST_AGAIN)
        marks = [[*before, *hits] for before, hits in zip(marks, where, strict=True)]
    for stretch in query.sounds:
        heard = [sounding(title, stretch), sounding(place, stretch)]
        if not any(heard):
            return None
        worth += _TITLE if heard[0] else _PLACE
        marks = [[*before, *hits] for before, hits in zip(marks, [*heard, []], strict=True)]
    asked = len(query.words) + len(query.sounds)
    newness = _NEW / (1 + max(now - came, timedelta()) / _OLD)
    return Fit(worth / asked + newness, *(joined(one) for one in marks))


def _whole(text: str, hits: Spans) -> bool:
    """Whether one of the first hits begins and ends where words do, as far as the text beside it tells."""
    for start, end in hits[:_LOOKED_AT]:
        at = max(0, start - _BESIDE)
        ends = {at}
        for token in rjieba.cut(text[at : end + _BESIDE], False):  # words it does not know, it would only guess
            at += len(token)
            ends.add(at)
        if start in ends and end in ends:
            return True
    return False
