"""Keep the entries: put in what can be found, and take it out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import IntegrityError, connection, transaction

from onedoor.core.models import SearchEntry
from onedoor.core.search import slices
from onedoor.core.search.entries import Entry
from onedoor.core.search.places import new_place
from onedoor.core.search.sounds import heard
from onedoor.core.search.tokens import runs
from onedoor.core.search.writing import tokens, vector
from onedoor.core.writing import insert_together

_LONGEST = 8000
"""Characters of one part: a tsvector counts places up to 16,383."""
_OVERLAP = 80
_TRIES = 3


def put(entries: Iterable[Entry]) -> None:
    """Put entries in, in place of what was kept about the same things before; all or none. One without any words is
    only taken out."""
    made = list(entries)
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                for kind in {entry.kind for entry in made}:
                    drop(kind, [entry.about for entry in made if entry.kind == kind])
                insert_together(row for entry in made for row in _rows(entry))
            return
        except IntegrityError:  # a drawn place was taken
            if attempt == _TRIES - 1:
                raise


def drop(kind: str, abouts: Sequence[int]) -> None:
    """Take out what is kept about these things, in the caller's transaction."""
    SearchEntry.objects.filter(kind=kind, about__in=abouts).delete()


def _rows(entry: Entry) -> Iterator[SearchEntry]:
    place = new_place(entry.at)
    own = {f"{entry.kind}{entry.county}", *entry.marks}
    if connection.vendor == "postgresql":
        own |= {f"{entry.kind}{entry.county}{mark}" for mark in slices.marks(entry.at)}
    written = vector if connection.vendor == "postgresql" else tokens
    for part, text in enumerate(_parts(entry)):
        found = runs(text)
        if found:
            sounds = [*heard(entry.title), *heard(entry.place)] if part == 0 else []
            yield SearchEntry(
                id=place + part,
                county=entry.county,
                kind=entry.kind,
                about=entry.about,
                part=part,
                terms=written(found, sounds, sorted(own)),
            )


def _parts(entry: Entry) -> Iterator[str]:
    """The words of an entry, title and place first, in stretches that overlap."""
    whole = f"{entry.title}\n{entry.place}\n{entry.text}"
    yield whole[:_LONGEST]
    for start in range(_LONGEST - _OVERLAP, len(whole) - _OVERLAP, _LONGEST - _OVERLAP):
        yield whole[start : start + _LONGEST]
