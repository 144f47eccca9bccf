"""What an address says was chosen: values that exist, chips to take them away again, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from onedoor.desk.filters.fields import INBOX, SHELVES, SINGLE, Field, Option

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
class Asked:
    """One filter as it stands on the page: what can still be chosen."""

    field: Field
    options: list[Option]
    value: str

    @property
    def listed(self) -> SafeString:
        """What can be chosen, as HTML: a page has hundreds of these."""
        offered = (f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in self.options)
        return mark_safe("".join(offered))


@dataclass(frozen=True)
class Chosen:
    """The values of a list's filters. ``dropped`` names what was asked for and is not there any more."""

    shelf: str
    county: str
    values: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

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
    def asked(self) -> list[Asked]:
        """The filters as the page asks for them."""
        return [
            Asked(
                known,
                [one for one in known.offered(self.county, self.values.get(known.name, ()))
                 if one[0] not in self.values.get(known.name, ())],
                self.one(known.name),
            )
            for known in SHELVES[self.shelf]
            if known.kind != "aside"
        ]  # fmt: skip

    @property
    def kept(self) -> list[Pair]:
        """What the filter form carries along unseen: the choices that stay when another one is added."""
        written = {known.name for known in SHELVES[self.shelf] if known.kind in ("words", "day")}
        return [pair for pair in self.pairs if pair[0] not in written]

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the list's own chips is chosen."""
        return bool(self.chips)


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
