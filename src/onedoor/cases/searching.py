"""Find cases by words, among what somebody may see: the best of the newest first, with where the words stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from onedoor.cases.indexing import ENDANGERED, KIND, area_mark, unit_mark
from onedoor.cases.models import Assignment, Case, Report
from onedoor.cases.models.choices import Nature
from onedoor.cases.queries import seen
from onedoor.core import search as index
from onedoor.core.search import Candidate, Query, Scope
from onedoor.core.search.cutting import cut
from onedoor.core.search.highlight import Part, shown
from onedoor.core.search.ranking import Fit, fit
from onedoor.core.search.sounds import by_sound
from onedoor.geography.codes import within
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import CENTRE_DUTIES, READ, Duty

Why = Literal["words", "cut", "sound"]

WINDOW = 100
"""So many of the newest cases that hold the words are looked at and ranked at a time."""

_FEW = 5
"""Fewer than so many found as asked: what else may have been meant is looked for as well."""

_AROUND = 40
"""Characters of the text shown before and behind what was found."""

_WHYS: tuple[Why, ...] = ("words", "cut", "sound")


@dataclass(frozen=True)
class Narrow:
    """What else must be true of a case: its area, a unit it was given to, when it was registered (``since``
    inclusive, ``until`` exclusive), and anything more as ``only``."""

    area: str = ""
    unit: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    only: Q = field(default_factory=Q)


@dataclass(frozen=True)
class Hit:
    """A case that was found. ``title``, ``place`` and ``snippet`` are in parts, each with whether it is what was asked
    for. ``why``: it holds the words as they were typed, the words the query was cut into, or what sounds alike."""

    case: Case
    title: list[Part]
    place: list[Part]
    snippet: list[Part]
    why: Why
    score: float


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A case that was found, and how well it fits."""

    case: Case
    place: str
    text: str
    fit: Fit
    why: Why


@dataclass(frozen=True)
class Found:
    """The best hits of one window. ``after`` leads to what follows; None at the end."""

    hits: list[Hit]
    after: str | None = None

    @property
    def more(self) -> bool:
        return self.after is not None


def search(
    actor: Actor, asked: str, *, at: datetime, most: int = 20, after: str | None = None, narrow: Narrow | None = None
) -> Found:
    """The best of the newest cases that hold every word of what was asked, of those the actor may see.

    Where that finds few, also what holds the words a sentence is cut into, and what title or place sound like. What is
    secret is never found; it is opened by its number alone.
    """
    words = index.words(asked)
    if not words:
        return Found([])
    kept = narrow or Narrow()
    before, passed = _cursor(after)
    scope = scope_of(actor, kept, before)
    whole = Query(words)
    newest = index.candidates(actor.county, [whole], kind=KIND, most=WINDOW, at=at, scope=scope)[0]
    asked_for: dict[int, tuple[Query, Why]] = {}
    _add(asked_for, newest, whole, "words")
    if len(newest) < _FEW and before is None:
        meant: list[tuple[Query, Why]] = [(Query(cut(words)), "cut"), *((query, "sound") for query in by_sound(words))]
        queries = [query for query, _why in meant]
        others = index.candidates(actor.county, queries, kind=KIND, most=WINDOW, at=at, scope=scope)
        for (query, why), candidates in zip(meant, others, strict=True):
            _add(asked_for, candidates, query, why)
    ranked = sorted(_ranked(actor, asked_for, kept, at), key=_order)
    page = [_hit(one) for one in ranked[passed : passed + most]]
    if passed + most < len(ranked):
        return Found(page, f"{before or ''}:{passed + most}")
    return Found(page, f"{newest[-1].place}:0" if len(newest) == WINDOW else None)


def _cursor(after: str | None) -> tuple[int | None, int]:
    """Behind which place the window begins, and how many of its hits were shown. Whatever is no cursor begins anew."""
    place, _colon, passed = (after or "").partition(":")
    if not passed.isdecimal() or not (place == "" or place.isdecimal()) or len(place) > 18 or len(passed) > 4:
        return None, 0
    return int(place) if place else None, int(passed)


def _add(asked_for: dict[int, tuple[Query, Why]], candidates: Sequence[Candidate], query: Query, why: Why) -> None:
    for candidate in candidates:
        asked_for.setdefault(candidate.about, (query, why))


def scope_of(actor: Actor, narrow: Narrow, before: int | None = None) -> Scope:
    """Where to look: no less than what the actor may see; ``seen`` then decides."""
    groups = [] if actor.trusted else [_within_sight(actor)]
    groups.append({area_mark(narrow.area)} if narrow.area else set())
    groups.append({unit_mark(narrow.unit)} if narrow.unit is not None else set())
    marks = tuple(frozenset(group) for group in groups if group and "" not in group)
    return Scope(marks, narrow.since, narrow.until, before)


def _within_sight(actor: Actor) -> set[str]:
    """One of these marks is on every case the actor may see; the empty one is on all."""
    marks = {unit_mark(standing.unit_id) for standing in actor.standings} or {"nobody"}
    for standing in actor.standings:
        if standing.duties & (CENTRE_DUTIES | {READ}):
            marks.add(area_mark(standing.area))
        if Duty.SAFETY in standing.duties:
            marks.add(ENDANGERED)
    return marks


def _ranked(actor: Actor, asked_for: dict[int, tuple[Query, Why]], narrow: Narrow, at: datetime) -> list[_Ranked]:
    if not asked_for:
        return []
    known = seen(actor).filter(narrow.only, pk__in=list(asked_for), confidential=False).exclude(nature=Nature.INFORM)
    if narrow.area:
        span = within(narrow.area)
        known = known.filter(area__gte=span.first, area__lt=span.end)
    if narrow.unit is not None:
        given = Assignment.objects.filter(county=actor.county, case=OuterRef("pk"), unit=narrow.unit)
        known = known.filter(Exists(given))
    cases = {case.pk: case for case in known.select_related("lead", "holder", "item")}
    told: dict[int, list[Report]] = defaultdict(list)
    reports = Report.objects.filter(county=actor.county, case__in=list(cases), erased_at=None)
    for report in reports.order_by("received_at", "id").only("case_id", "title", "place", "text"):
        told[report.case_id].append(report)
    made = (_judged(case, told[pk], *asked_for[pk], at) for pk, case in cases.items())
    return [one for one in made if one]


def _judged(case: Case, reports: Sequence[Report], query: Query, why: Why, at: datetime) -> _Ranked | None:
    """None where the case does not hold any more what the index still says."""
    place = "、".join(dict.fromkeys(report.place for report in reports if report.place))
    said = (part for report in reports for part in (report.title, report.text))
    text = "\n".join(part for part in dict.fromkeys(said) if part != case.title)
    found = fit(query, title=case.title, place=place, text=text, came=case.registered_at, now=at)
    return None if found is None else _Ranked(case, place, text, found, why)


def _hit(one: _Ranked) -> Hit:
    """With where the words stand: made for those that are shown, and for no others."""
    title, place = shown(one.case.title, one.fit.title), shown(one.place, one.fit.place)
    return Hit(one.case, title, place, shown(one.text, one.fit.text, around=_AROUND), one.why, one.fit.score)


def _order(one: _Ranked) -> tuple[int, float, float, int]:
    """What was asked for before what may have been meant, the better before the newer."""
    return _WHYS.index(one.why), -one.fit.score, -one.case.registered_at.timestamp(), -one.case.pk
