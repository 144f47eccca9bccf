"""What an address says was chosen: values that exist, chips to take them away again, and what was left out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from onedoor.core.revisions import number
from onedoor.desk.filters.fields import INBOX, SHELVES, SINGLE, Field

MOST_VALUES = 20
"""So many values of one filter; more make no list narrower."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Chip:
    """One value that was chosen; ``href`` is the list without it."""

    name: str
    value: str
    label: str
    words: str
    href: str


@dataclass(frozen=True)
class Select:
    """One filter as a list to choose from: what can still be chosen, as HTML, for a page has hundreds of these."""

    name: str
    label: str
    options: SafeString


@dataclass(frozen=True)
class Written:
    """One filter that is written or set: words, a day."""

    field: Field
    value: str


@dataclass(frozen=True)
class Chosen:
    """The values of a list's filters. ``dropped`` names what was asked for and is not there any more."""

    shelf: str
    county: str
    values: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    def __hash__(self) -> int:
        return hash((self.shelf, self.county, *self.pairs))

    @property
    def every(self) -> Chosen:
        """The same in every stretch of time."""
        if "when" not in self.values:
            return self
        return replace(self, values={name: kept for name, kept in self.values.items() if name != "when"})

    @property
    def lasts(self) -> bool:
        """Whether somebody may well ask for it again: not for words of their own, which no process keeps."""
        return "q" not in self.values

    def one(self, name: str) -> str:
        """The value of a filter that has one at a time; empty for none."""
        return next(iter(self.values.get(name, ())), "")

    @property
    def pairs(self) -> list[Pair]:
        return [(known.name, value) for known in SHELVES[self.shelf] for value in self.values.get(known.name, ())]

    @property
    def query(self) -> str:
        """The address after the question mark, in one order: the same filters are the same text."""
        return urlencode(self.pairs)

    def but(self, **changed: str) -> str:
        """The same address with these filters set to one value, or without them where that is empty."""
        left = [pair for pair in self.pairs if pair[0] not in changed]
        return urlencode(left + [(name, value) for name, value in changed.items() if value])

    @property
    def chips(self) -> list[Chip]:
        """What narrows the list and is not shown elsewhere on the page."""
        return [
            Chip(
                known.name, value, str(known.label), known.says(self.county, value),
                urlencode([pair for pair in self.pairs if pair != (known.name, value)]) or "all=1",
            )
            for known in SHELVES[self.shelf]
            if known.kind != "aside"
            for value in self.values.get(known.name, ())
        ]  # fmt: skip

    @property
    def selects(self) -> tuple[Select, ...]:
        """The filters to choose from, as the page asks for them."""
        version = (get_language(), date.today(), *map(number, _OFFERED_FROM))
        return tuple(
            _select(known, self.county, tuple(self.values.get(known.name, ())), version)
            for known in SHELVES[self.shelf]
            if known.kind == "select"
        )

    @property
    def written(self) -> list[Written]:
        """The filters to write in, which stand behind those."""
        return [Written(known, self.one(known.name)) for known in SHELVES[self.shelf] if known.kind in ("words", "day")]

    @property
    def kept(self) -> list[Pair]:
        """What the filter form carries along unseen: the choices that stay when another one is added."""
        written = {known.name for known in SHELVES[self.shelf] if known.kind in ("words", "day")}
        return [pair for pair in self.pairs if pair[0] not in written]

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the list's own chips is chosen."""
        return bool(self.chips)


_OFFERED_FROM = ("atlas", "catalogue", "organisation")
"""What the values offered are taken from, by the names of its revisions."""


@lru_cache(maxsize=1024)
def _select(known: Field, county: str, already: tuple[str, ...], version: tuple[Hashable, ...]) -> Select:
    """Made once for each ``version``: language, day, and the revisions of what is offered."""
    offered = "".join(
        f'<option value="{escape(value)}">{escape(words)}</option>'
        for value, words in known.offered(county, already)
        if value not in already
    )
    return Select(known.name, str(known.label), mark_safe(offered))


def chosen(given: QueryDict, *, shelf: str, county: str) -> Chosen:
    """What the address asks for. A value that does not exist (any more) is left out and named in ``dropped``."""
    values: dict[str, list[str]] = {}
    dropped: list[str] = []
    for known in SHELVES[shelf]:
        asked = [text for text in dict.fromkeys(given.getlist(known.name)) if text.strip()][:MOST_VALUES]
        there = [text for text in asked if known.says(county, text)]
        if len(there) < len(asked):
            dropped.append(str(known.label))
        if known.name in SINGLE:
            there = there[-1:]
        if there:
            values[known.name] = there
    return Chosen(shelf, county, values, dropped)


def from_query(query: str, *, shelf: str, county: str) -> Chosen:
    """The same for a query that was kept."""
    return chosen(QueryDict(query), shelf=shelf if shelf in SHELVES else INBOX, county=county)
