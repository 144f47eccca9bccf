"""Closed cases that read like a text, among what somebody may see: examples of how the like was handled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onedoor.cases.flow import State
from onedoor.cases.indexing import KIND
from onedoor.cases.models import Case, Report
from onedoor.cases.models.choices import Nature
from onedoor.cases.queries import seen
from onedoor.cases.searching import Narrow, scope_of
from onedoor.core import search as index
from onedoor.core.search import Query
from onedoor.core.search.cutting import cut
from onedoor.core.search.tokens import folded
from onedoor.organisation.actor import Actor

_DONE = (State.CLOSED, State.ARCHIVED)
_WINDOW = 40
"""So many of the newest that hold the same words are read, for each few words asked together."""
_READ = 600
"""Characters of a text that are compared: what somebody comes for stands at its beginning."""
_ALIKE = 0.12
"""Less in common than this, and it is another matter that happens to share a word."""
_FEWEST = 6


@dataclass(frozen=True)
class Near:
    """A closed case that reads alike, how much (0…1), and the words both have."""

    case: Case
    likeness: float
    words: tuple[str, ...]


def nearest(actor: Actor, text: str, *, words: Sequence[str] = (), at: datetime, most: int = 3) -> list[Near]:
    """The closed cases that read most like a text, of those the actor may see. ``words`` are what matters in it, the
    weightiest first; without them its longest words stand in. What is secret is never among them."""
    if len(text.strip()) < _FEWEST:
        return []
    said = _telling(text, words)
    asked = [Query(together) for together in _few(said)]
    found = index.candidates(actor.county, asked, kind=KIND, most=_WINDOW, at=at, scope=scope_of(actor, Narrow()))
    ids = {candidate.about for candidates in found for candidate in candidates}
    if not ids:
        return []
    known = seen(actor).filter(pk__in=ids, state__in=_DONE, confidential=False).exclude(nature=Nature.INFORM)
    cases = {case.pk: case for case in known.select_related("lead", "item")}
    told: dict[int, str] = defaultdict(str)
    reports = Report.objects.filter(county=actor.county, case__in=list(cases), erased_at=None).order_by("id")
    for case, title, body in reports.values_list("case_id", "title", "text"):
        told[case] = told[case] or f"{title}\n{body[:_READ]}"
    mine = _pairs(text[:_READ])
    near = (_compared(cases[pk], theirs, mine, said) for pk, theirs in told.items())
    alike = sorted((one for one in near if one.likeness >= _ALIKE), key=lambda one: (-one.likeness, -one.case.pk))
    return alike[:most]


def _telling(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words to look for: those that matter, then the longest of the text."""
    told = cut(index.words(text[:_READ])) or index.words(text[:_READ])
    longest = sorted({word for word in told if len(word) > 1}, key=lambda word: (-len(word), text.find(word)))
    given = (word for phrase in words for word in index.words(phrase) if len(word) > 1)
    return tuple(dict.fromkeys((*given, *longest)))[:4]


def _few(said: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Which of the words are asked for together: three, then two, then the first alone."""
    return list(dict.fromkeys(few for few in (said[:3], said[:2], (*said[:1], *said[2:3]), said[:1]) if few))


def _compared(case: Case, theirs: str, mine: frozenset[str], said: Sequence[str]) -> Near:
    other = _pairs(theirs)
    shared = len(mine & other)
    likeness = 2 * shared / (len(mine) + len(other)) if mine and other else 0.0
    low = folded(theirs)
    return Near(case, likeness, tuple(word for word in said if word in low))


def _pairs(text: str) -> frozenset[str]:
    """Two characters next to each other, of letters, digits and signs of writing alone."""
    plain = "".join(character if character.isalnum() else " " for character in folded(text))
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1) if " " not in plain[n : n + 2])
