"""What is told to the search, and what is asked of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_MARK = re.compile(r"[a-z0-9]{1,60}")


@dataclass(frozen=True)
class Entry:
    """Something that can be found: a case, an article. ``kind`` and ``about`` say which, ``at`` when it came.

    ``title`` and ``place`` are found by their sound as well. ``marks`` are codes by which a search is kept to a part:
    small letters and digits.
    """

    kind: str
    county: str
    about: int
    at: datetime
    title: str
    place: str = ""
    text: str = ""
    marks: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for mark in (self.kind, *self.marks):
            if not _MARK.fullmatch(mark):
                raise ValueError(f"{mark!r} is no mark: small letters and digits only")


@dataclass(frozen=True)
class Query:
    """Words of which every one must be there, and stretches of syllables (``sounds``) that must all be heard in title
    or place."""

    words: tuple[str, ...] = ()
    sounds: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.sounds)


@dataclass(frozen=True)
class Scope:
    """Where to look: of each group of ``marks`` an entry must have one; ``since`` (inclusive) and ``until``
    (exclusive) are moments of ``Entry.at``. ``before`` is the place of a candidate, behind which the search goes on."""

    marks: tuple[frozenset[str], ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True)
class Candidate:
    """An entry that holds what was asked for; the higher its ``place``, the newer."""

    about: int
    place: int
