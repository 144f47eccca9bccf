"""A text as the model reads it: folded, without white space, every number one 0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from onedoor.core.search.tokens import folded_with_places

LONGEST = 6_000
"""Characters that are read of a text; the longest real message has 4,298."""

_PLANE = 1 << 16
_ZERO, _NINE = ord("0"), ord("9")


@dataclass(frozen=True)
class Letters:
    """``codes`` are the code points that are read, ``places`` where each stands in the original text, ``ends`` for each
    where its unbroken run of letters, digits and han ends: its own place for punctuation."""

    codes: NDArray[np.uint32]
    places: NDArray[np.int64]
    ends: NDArray[np.int64]

    @property
    def text(self) -> str:
        """What is read, as a string."""
        return self.codes.tobytes().decode("utf-32-le", "surrogatepass")


def letters(text: str) -> Letters:
    """Read a text; anything is allowed in it."""
    folded, places = folded_with_places(text[:LONGEST])
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32)
    stand = np.arange(len(codes)) if places is None else np.array(places, np.int64)
    space, written = (table[np.minimum(codes, _PLANE)] for table in _tables())
    number = (codes >= _ZERO) & (codes <= _NINE)
    kept = ~space
    kept[1:] &= ~(number[1:] & number[:-1])
    codes = np.where(number, np.uint32(_ZERO), codes)[kept]
    return Letters(codes, stand[kept], _ends(written[kept]))


def _ends(written: NDArray[np.bool_]) -> NDArray[np.int64]:
    breaks = np.append(np.flatnonzero(~written), len(written))
    return breaks[np.searchsorted(breaks, np.arange(len(written)))]


@cache
def _tables() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which code points are white space, and which letters, digits or han; those above the first plane are han."""
    signs = [chr(code) for code in range(_PLANE)]
    space = np.array([sign.isspace() for sign in signs] + [False])
    written = np.array([sign.isalnum() for sign in signs] + [True])
    return space, written
