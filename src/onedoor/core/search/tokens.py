"""What is indexed of a text, and asked of a query: runs of letters, digits and han, cut into overlapping pairs.

No dictionary decides what a word is: whatever stands in a text is found by any part of it (docs/adr/0016).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_RUN = re.compile(r"[^\W_]+")
_MOST_WORDS = 8
_LONGEST_WORD = 40


class _Folds(dict[int, str]):
    """Each character as it is compared: full width is half width, capitals are small."""

    def __missing__(self, code: int) -> str:
        made = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = made
        return made


_folds = _Folds()


def folded(text: str) -> str:
    """The text as it is compared. Character by character, so that it does not depend on what stands beside it."""
    return text.translate(_folds)


def folded_with_places(text: str) -> tuple[str, list[int] | None]:
    """The text as it is compared, and for each of its characters the place it came from; None where it is the same."""
    made = folded(text)
    if len(made) == len(text):
        return made, None
    return made, [place for place, letter in enumerate(text) for _part in _folds[ord(letter)]]


def runs(text: str) -> list[str]:
    """The unbroken runs of letters, digits and han of a text, as they are compared."""
    return _RUN.findall(folded(text))


def words(asked: str) -> tuple[str, ...]:
    """What a query asks for: each of its runs, all of which must be there. At most eight, of forty characters."""
    return tuple(dict.fromkeys(run[:_LONGEST_WORD] for run in runs(asked)))[:_MOST_WORDS]


def pairs(run: str) -> Iterator[str]:
    """The overlapping pairs of a run, then its last character alone: 电梯坏 → 电梯, 梯坏, 坏."""
    for first, second in pairwise(run):
        yield first + second
    yield run[-1]


def phrase(word: str) -> list[str]:
    """The pairs that stand one after the other wherever the word does; a single character is itself."""
    return [first + second for first, second in pairwise(word)] or [word]
