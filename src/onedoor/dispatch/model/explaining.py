"""Which words and phrases of a text spoke for a label: whole, readable, none over another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import rjieba
from numpy.typing import NDArray

from onedoor.dispatch.model.letters import Letters, letters
from onedoor.dispatch.model.stretches import stretches
from onedoor.dispatch.model.weights import Floats, Weights, bag

_LONGEST = 8
_MOST_WORDS = 3
_SHORTEST = 2
_LEAST = 0.02
"""A phrase that carries less of what spoke for the label is no reason."""
_PER_LETTER = 0.004
"""What a phrase must carry per letter: a longer one is taken only when its letters say something."""
_IDLE = frozenset(
    "的了在是和与及就都也很我你他她它们这那有不没对从到被把让给为以因向其等着过吗呢吧啊请于之而但或且所将已还又再只能会要"
    "想说个一些此该每各某本您自家做来去上下中里后前年月日元多"
)
"""Words that stand in no phrase."""


@dataclass(frozen=True)
class Weighed:
    """Words of a text and their share (0…1) of all that spoke for the label."""

    words: str
    weight: float


@dataclass(frozen=True)
class _Phrase:
    start: int
    end: int
    words: str


def explain(text: str, weights: Weights, pull: Callable[[NDArray[np.int64]], Floats], *, most: int) -> list[Weighed]:
    """``pull`` says of stretches how strongly one unit of each draws towards the label."""
    read = letters(text)
    places, values = weights.vector(bag(text))
    drawn = values * pull(places)
    whole = float(drawn[drawn > 0].sum())
    if not whole:
        return []
    held = stretches(read)
    keys = weights.keys[places]
    at = np.minimum(np.searchsorted(keys, held.keys), len(keys) - 1)
    known = keys[at] == held.keys
    at, starts, ends = at[known], held.starts[known], held.ends[known]
    phrases = _phrases(read, text)
    inside = [np.unique(at[(starts >= one.start) & (ends <= one.end)]) for one in phrases]
    share = drawn / whole
    return _chosen(phrases, inside, share, most)


def _chosen(phrases: Sequence[_Phrase], inside: Sequence[NDArray[np.int64]], share: Floats, most: int) -> list[Weighed]:
    """The phrase that carries most, then the one that carries most of the rest, and so on."""
    share = share.copy()
    found: list[Weighed] = []
    cost = np.array([_PER_LETTER * (one.end - one.start) for one in phrases])
    while phrases and len(found) < most:
        carried = np.array([share[held].sum() for held in inside])
        best = int(np.argmax(carried - cost))
        if carried[best] < max(_LEAST, cost[best]):
            break
        if not any(phrases[best].words in one.words or one.words in phrases[best].words for one in found):
            found.append(Weighed(phrases[best].words, round(float(carried[best]), 4)))
        share[inside[best]] = 0
    return found


def _phrases(read: Letters, text: str) -> list[_Phrase]:
    """One to three words that stand together, each phrase once."""
    words = []
    start = 0
    for word in rjieba.cut(read.text, False):
        words.append((start, start + len(word), word))
        start += len(word)
    found: dict[str, _Phrase] = {}
    for first, (begin, _end, opening) in enumerate(words):
        if len(opening) < _SHORTEST:
            continue
        for _begin, end, closing in words[first : first + _MOST_WORDS]:
            if closing in _IDLE or "0" in closing or end > read.ends[begin] or end - begin > _LONGEST:
                break
            shown = text[read.places[begin] : read.places[end - 1] + 1]
            found.setdefault(read.text[begin:end], _Phrase(begin, end, shown))
    return list(found.values())
