"""Put invented texts into the search and ask it, without any case."""

from __future__ import annotations

from datetime import datetime, timedelta

from onedoor.core import search
from onedoor.core.search import Entry, Query, Scope
from tests.small_county import COUNTY, MONDAY

KIND = "note"


def note(
    about: int, text: str, *, title: str = "", place: str = "", at: datetime | None = None, marks: str = ""
) -> Entry:
    """An entry; without a moment, each is a minute older than the one with the number before it."""
    came = at or MONDAY - timedelta(minutes=about)
    return Entry(KIND, COUNTY, about, came, title, place, text, frozenset(marks.split()))


def keep(*texts: str) -> None:
    """The texts as entries number 0, 1, 2 …, the first the newest."""
    search.put(note(number, text) for number, text in enumerate(texts))


def found(*words: str, scope: Scope | None = None, most: int = 1000) -> list[int]:
    """The numbers of the entries that hold these words, as they come."""
    (hits,) = search.candidates(COUNTY, [Query(words)], kind=KIND, most=most, at=MONDAY, scope=scope)
    return [hit.about for hit in hits]


def heard(asked: Query) -> list[int]:
    """The numbers of the entries whose title or place sounds like this."""
    (hits,) = search.candidates(COUNTY, [asked], kind=KIND, most=1000, at=MONDAY)
    return [hit.about for hit in hits]
