"""Up to three proposals for a case, each with its reasons (精准派单, DESIGN §6): what it is, whose it is, by when.

The duty list comes first, as rulings and closed cases have confirmed or corrected it; the county's text model says what
the words are about; the nearest closed cases show what was done. A person always confirms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from onedoor.cases.flow import Colour
from onedoor.cases.recognising import recognise, vocabulary
from onedoor.catalogue.models import Item
from onedoor.catalogue.queries import catalogue, limit_for, threshold
from onedoor.core.clock import Limit
from onedoor.core.refusal import Refused
from onedoor.dispatch.live import Live, live
from onedoor.dispatch.offering import Offer, Offered
from onedoor.dispatch.reasons import Reason, reasons_of
from onedoor.dispatch.similar import Similar, similar
from onedoor.dispatch.units import Candidate, whose
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit

MOST = 3
_ITEMS = 5
"""So many items are weighed before units are asked for."""
_EXPLAINED = 600
"""Characters of a text in which the words that weighed are looked for."""


@dataclass(frozen=True)
class About:
    """What a proposal is made for. ``item``: what it is, where somebody has decided that already. ``not_to``: units it
    may not be given to now, whoever they are. ``examples``: whether closed cases that read alike are looked for."""

    text: str
    area: str
    item: str = ""
    colour: str = ""
    urgency: str = ""
    ref: str = ""
    secret: bool = False
    accused: int | None = None
    not_to: frozenset[int] = frozenset()
    examples: bool = True


@dataclass(frozen=True)
class Proposal:
    """One proposal. ``probability``: how likely item and unit are both right (0…1), None where nothing was measured
    that could say so. ``unit`` is None where nobody is known for the item."""

    item: Item
    unit: Unit | None
    assists: tuple[Unit, ...]
    colour: str
    limit: Limit | None
    probability: float | None
    reasons: tuple[Reason, ...]

    @property
    def percent(self) -> int | None:
        return None if self.probability is None else round(self.probability * 100)


@dataclass(frozen=True)
class Advised:
    """The proposals, the likeliest first, and three closed cases that read alike. ``confident``: the first one may
    stand as first choice; otherwise they are only to look at. ``model``: the text model's number, 0 where the county
    has none and the duty list works alone."""

    ref: str
    proposals: tuple[Proposal, ...]
    similar: tuple[Similar, ...]
    model: int
    confident: bool

    @property
    def first(self) -> Proposal | None:
        """What may stand as first choice."""
        return self.proposals[0] if self.proposals and self.confident else None

    @property
    def offered(self) -> Offered:
        """As codes, for the record."""
        offers = (
            Offer(
                one.item.code, one.unit.code if one.unit else "", tuple(unit.code for unit in one.assists), one.colour,
                one.probability,
            )
            for one in self.proposals
        )  # fmt: skip
        return Offered(self.ref, self.model, self.confident, tuple(offers))


@dataclass(frozen=True)
class _Weighed:
    """An item and how likely the words are about it, None where only words of the catalogue speak for it."""

    item: Item
    probability: float | None
    words: tuple[str, ...] = ()


def advise(actor: Actor, about: About, *, at: datetime) -> Advised:
    """Propose for one report or case, with what this actor may see as examples. Decides nothing and writes nothing."""
    county, today = actor.county, timezone.localdate(at)
    known = live(county)
    least = threshold(county, "propose_any", on=today) / 100
    weighed = _items(county, about, known, least)
    words = [word for one in weighed[:1] for word in one.words]
    alike = [] if about.secret or not about.examples else similar(actor, about.text, words=words, at=at)
    weighed = weighed or _as_before(county, alike)
    known_for = whose(county, [one.item.code for one in weighed], about.area, on=today)
    made = [
        _proposal(county, about, one, candidate, known_for[one.item.code].colour, alike, at)
        for one in weighed
        for candidate in _allowed(known_for[one.item.code].candidates, about)
    ]
    ordered = sorted(
        (one for one in made if one.probability is None or one.probability >= least),
        key=lambda one: -(one.probability or 0),
    )[:MOST]
    enough = threshold(county, "propose_first", on=today) / 100
    likely = ordered[0].probability if ordered else None
    confident = likely is not None and likely >= enough
    return Advised(about.ref, tuple(ordered), tuple(alike), known.number if known else 0, confident)


def _items(county: str, about: About, known: Live | None, least: float) -> list[_Weighed]:
    """What the case is: as decided, else as the model reads it (at ``least`` so likely), else as the words of the
    catalogue do."""
    items = catalogue(county).items
    if about.item in items:
        return [_Weighed(items[about.item], 1.0, _said(county, about.text, about.item))]
    if not about.text.strip():
        return []
    if known:
        likely = (one for one in known.classifier.ranked(about.text, _ITEMS) if one.probability >= least)
        return [
            _Weighed(items[one.label], one.probability, _weighing(known, about.text, one.label))
            for one in likely
            if one.label in items
        ][:MOST]
    heard = dict.fromkeys(span.value for span in recognise(about.text, vocabulary(county)).of("item"))
    return [_Weighed(items[code], None, _said(county, about.text, code)) for code in heard if code in items][:MOST]


def _as_before(county: str, alike: Sequence[Similar]) -> list[_Weighed]:
    """Where neither model nor words say what it is: what the closed cases were that read alike, the most first."""
    items = catalogue(county).items
    counted = Counter(one.item for one in alike if one.item in items)
    return [_Weighed(items[code], None) for code, _n in counted.most_common(MOST)]


def _weighing(known: Live, text: str, label: str) -> tuple[str, ...]:
    """The words of the text that weighed for a label; of a long one those of its beginning, where the matter stands."""
    return tuple(one.words for one in known.classifier.reasons(text[:_EXPLAINED], label))


def _said(county: str, text: str, item: str) -> tuple[str, ...]:
    """The words of an item that stand in the text."""
    spans = recognise(text, vocabulary(county)).of("item")
    return tuple(dict.fromkeys(span.words for span in spans if span.value == item))


def _allowed(found: Sequence[Candidate], about: About) -> Sequence[Candidate | None]:
    """The likeliest units, never the one the report is about; nobody where nobody is known."""
    most = MOST if about.item else 2
    return [one for one in found if one.unit.pk not in {about.accused, *about.not_to}][:most] or [None]


def _proposal(
    county: str, about: About, one: _Weighed, candidate: Candidate | None, usual: str, alike: Sequence[Similar],
    at: datetime,
) -> Proposal:  # fmt: skip
    listed = candidate.listed if candidate else None
    assists = tuple(unit for unit in (listed.assists if listed else ()) if unit.pk != about.accused)
    colour = about.colour or usual or (Colour.YELLOW if assists else Colour.GREEN)
    probability = None
    if candidate and one.probability is not None and (candidate.measured or not about.item):
        probability = one.probability * candidate.probability
    return Proposal(
        item=one.item, unit=candidate.unit if candidate else None,
        assists=() if colour == Colour.GREEN else assists, colour=colour, limit=_limit(county, about, colour, at),
        probability=probability, reasons=reasons_of(county, about.area, one.item, one.words, candidate, alike),
    )  # fmt: skip


def _limit(county: str, about: About, colour: str, at: datetime) -> Limit | None:
    """By when the whole case would have to be solved; None where the county has no such limit."""
    try:
        return limit_for(county, "solve", start=at, colour=colour, urgency=about.urgency)
    except Refused:
        return None
