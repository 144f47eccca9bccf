"""Find entries of the knowledge base by words, as cases are found: every word, then the words a sentence is cut into,
then what sounds alike. A county's entries lie in memory, so nothing has to be kept in step with the set-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from onedoor.catalogue.knowing import nearest
from onedoor.catalogue.models import Knowledge
from onedoor.catalogue.queries import catalogue
from onedoor.core.revisions import Shelf
from onedoor.core.search import Query, words
from onedoor.core.search.cutting import cut
from onedoor.core.search.highlight import Part, marked, shown
from onedoor.core.search.ranking import Fit, fit
from onedoor.core.search.sounds import by_sound, heard
from onedoor.core.search.tokens import folded

Why = Literal["words", "cut", "sound", "near"]

AROUND = 40
"""Characters of the text shown before and behind what was found."""

MOST = 200
"""How many entries one page lists; more are found by asking more narrowly."""


@dataclass(frozen=True)
class FoundEntry:
    """An entry that was found. ``title`` and ``text`` are in parts, each with whether it is what was asked for; the
    text only so far as is needed to see why. ``why`` "near": no more than some of the words."""

    entry: Knowledge
    title: list[Part]
    text: list[Part]
    why: Why


@dataclass(frozen=True)
class _Page:
    """An entry as it is compared: its words, and how title and words are heard."""

    entry: Knowledge
    told: str
    heard: str
    said: str


def _pages(county: str) -> list[_Page]:
    return [
        _Page(
            entry,
            folded(" ".join((entry.title, *entry.words, entry.text))),
            "|".join(_sounds(syllables) for text in (entry.title, *entry.words) for syllables in heard(text)),
            "、".join(entry.words),
        )
        for entry in catalogue(county).knowledge
    ]


def _sounds(syllables: tuple[str, ...]) -> str:
    return f" {' '.join(syllables)} "


_shelf: Shelf[list[_Page]] = Shelf("catalogue", _pages)


def listed(county: str, *, asked: str = "", item: str = "", at: datetime) -> list[FoundEntry]:
    """The entries of an item (or its parent), all of them, or those that answer to what was asked, best first."""
    return _listed(county, [page for page in _shelf.get(county) if not item or _is_about(page.entry, item)], asked, at)


def listed_public(county: str, *, asked: str = "", at: datetime) -> list[FoundEntry]:
    """The same of those residents may read."""
    return _listed(county, [page for page in _shelf.get(county) if page.entry.public], asked, at)


def _listed(county: str, pages: list[_Page], asked: str, at: datetime) -> list[FoundEntry]:
    """Where none has every word, nor sounds like it, those that fit the whole text best."""
    asked_for = words(asked)
    if not asked_for:
        return [FoundEntry(page.entry, *_plain(page.entry), "words") for page in pages]
    if found := _found_among(pages, asked, at):
        return found
    near = nearest(county, asked, on=at.date(), entries=[page.entry for page in pages])
    parts = [(known.entry, tuple(map(folded, known.reasons))) for known in near]
    return [
        FoundEntry(entry, marked(entry.title, why), marked(entry.text, why, around=AROUND), "near")
        for entry, why in parts
    ]


def found_entries(county: str, asked: str, *, at: datetime, most: int) -> list[FoundEntry]:
    """The entries that hold every word, best first; where there are none, those that hold the words a sentence is cut
    into; where there are none of those, whose title or words sound alike."""
    return _found_among(_shelf.get(county), asked, at)[:most]


def _found_among(pages: list[_Page], asked: str, at: datetime) -> list[FoundEntry]:
    asked_for = words(asked)
    meant: list[tuple[Query, Why]] = [
        (Query(asked_for), "words"), (Query(cut(asked_for)), "cut"),
        *((query, "sound") for query in by_sound(asked_for)),
    ]  # fmt: skip
    for query, why in meant:
        fits = list(_fitting(pages, query, at)) if query else []
        if fits:
            fits.sort(key=lambda one: (-one[1].score, one[0].entry.code))
            return [_found(page, how, why) for page, how in fits]
    return []


def _fitting(pages: list[_Page], query: Query, at: datetime) -> Iterator[tuple[_Page, Fit]]:
    for page in pages:
        holds = all(word in page.told for word in query.words)
        if holds and all(_sounds(stretch) in page.heard for stretch in query.sounds):
            told = page.entry
            how = fit(query, title=told.title, place=page.said, text=told.text, came=at, now=at)
            if how:
                yield page, how


def _found(page: _Page, how: Fit, why: Why) -> FoundEntry:
    entry = page.entry
    return FoundEntry(entry, shown(entry.title, how.title), shown(entry.text, how.text, around=AROUND), why)


def _plain(entry: Knowledge) -> tuple[list[Part], list[Part]]:
    return [(entry.title, False)], shown(entry.text, [], around=AROUND)


def _is_about(entry: Knowledge, item: str) -> bool:
    return entry.item is not None and item in (entry.item.code, entry.item.parent)
