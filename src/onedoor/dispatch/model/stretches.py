"""The stretches of a text that can weigh: pieces of one to four characters, and words, each known by a key.

A key is a 64-bit hash of what the stretch holds, so that neither the model nor its bytes keep any word of a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import rjieba
from numpy.typing import NDArray

from onedoor.dispatch.model.letters import Letters

PIECE, WORD, OPENING = range(3)
"""The sorts of stretch: of the whole text, of its words, and of its first characters, where a title stands."""

SORTS = 3
_PIECES = (1, 2, 3, 4)
_OPENING = 20
"""Characters of the opening."""

_SHINGLE = 6
_SORT = np.uint64(3)

_ODD = 0x9E3779B97F4A7C15
_BASE = 0xD6E8FEB86659FD93
_INVERSE = pow(_BASE, -1, 1 << 64)

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Stretches:
    """Every stretch of one text: its key, and where it begins and ends among the letters."""

    keys: Keys
    starts: Places
    ends: Places


def stretches(read: Letters) -> Stretches:
    """All stretches of a text, repeated ones repeated."""
    spans = [*_pieces(read), _words(read)]
    starts = np.concatenate([first for first, _last in spans])
    ends = np.concatenate([last for _first, last in spans])
    sorts = np.full(len(starts), PIECE, np.uint64)
    sorts[len(starts) - len(spans[-1][0]) :] = WORD
    opening = (sorts == PIECE) & (ends <= _OPENING)
    starts = np.concatenate([starts, starts[opening]])
    ends = np.concatenate([ends, ends[opening]])
    sorts = np.concatenate([sorts, np.full(int(opening.sum()), OPENING, np.uint64)])
    return Stretches(_keys(read, starts, ends, sorts), starts, ends)


def shingles(read: Letters) -> Keys:
    """The different stretches of six letters, punctuation left out, by which near-copies are found."""
    written = Letters(read.codes[read.ends > np.arange(len(read.ends))], read.places, read.ends)
    starts = np.arange(max(1, len(written.codes) - _SHINGLE + 1))
    ends = np.minimum(starts + _SHINGLE, len(written.codes))
    return np.unique(_keys(written, starts, ends, np.full(len(starts), PIECE, np.uint64)))


def _pieces(read: Letters) -> list[tuple[Places, Places]]:
    found = []
    for long in _PIECES:
        starts = np.flatnonzero(read.ends - np.arange(len(read.ends)) >= long)
        found.append((starts, starts + long))
    return found


def _words(read: Letters) -> tuple[Places, Places]:
    """The words, as the dictionary cuts them."""
    sizes = np.array([len(word) for word in rjieba.cut(read.text, False)], np.int64)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    whole = ends <= read.ends[starts] if len(starts) else np.zeros(0, bool)
    return starts[whole], ends[whole]


def _keys(read: Letters, starts: Places, ends: Places, sorts: Keys) -> Keys:
    """The hash of each stretch from sums of powers, mixed with its length; the last two bits are its sort."""
    up, down = _powers(1 << max(10, int(len(read.codes)).bit_length()))
    sums = np.zeros(len(read.codes) + 1, np.uint64)
    np.cumsum(_mixed(read.codes.astype(np.uint64) + np.uint64(1)) * up[: len(read.codes)], out=sums[1:])
    held = (sums[ends] - sums[starts]) * down[starts]
    return (_mixed(held + (ends - starts).astype(np.uint64) * np.uint64(_BASE)) & ~_SORT) | sorts


def sorts(keys: Keys) -> NDArray[np.intp]:
    """What sort of stretch each key is of."""
    return (keys & _SORT).astype(np.intp)


def _mixed(values: Keys) -> Keys:
    values = values * np.uint64(_ODD)
    values = (values ^ (values >> np.uint64(29))) * np.uint64(_BASE)
    return values ^ (values >> np.uint64(32))


@cache
def _powers(most: int) -> tuple[Keys, Keys]:
    """The powers of the base and of its inverse, modulo 2⁶⁴."""
    return tuple(np.cumprod(np.array([1] + [base] * (most - 1), np.uint64)) for base in (_BASE, _INVERSE))  # type: ignore[return-value]
