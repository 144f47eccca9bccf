"""What the desk finds for somebody who asks: cases by phone, by tail and by words, entries of the knowledge base, and
the lists of units and places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from onedoor.cases.flow import ENDED
from onedoor.cases.queries import found_by_phone, knows_callers
from onedoor.cases.searching import Found, Hit, Narrow, search
from onedoor.cases.tails import found_by_tail, is_tail
from onedoor.catalogue.finding import FoundEntry, found_entries
from onedoor.catalogue.knowing import is_overdue
from onedoor.core.refusal import Refused
from onedoor.geography.atlas import atlas
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory

PAGE = 20
MOST = 200
"""So many cases are shown for one question, a page at a time; whoever wants others asks more narrowly."""
LONGEST = 100
LINKS = 8
"""So many units and places are offered."""
_ENTRIES = 4
_VILLAGE = 12


@dataclass(frozen=True)
class Link:
    """A list that a name leads to."""

    icon: str
    words: str
    href: str


@dataclass(frozen=True)
class Chip:
    """One way to narrow what was found; ``href`` turns it on, or off again."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Line:
    """A case that was found and where it is; nothing where its place says so itself."""

    hit: Hit
    where: str


@dataclass(frozen=True)
class Group:
    """Cases that were found in the same way; ``label`` says how, where it is not by the words themselves."""

    label: str
    lines: list[Line]


@dataclass(frozen=True)
class Entry:
    found: FoundEntry
    overdue: bool


@dataclass(frozen=True)
class Narrowed:
    """What the address leaves of the cases: ``state`` open or ended, ``year`` this one, ``mine`` what a unit of the
    actor was given."""

    state: str = ""
    year: bool = False
    mine: bool = False

    @classmethod
    def of(cls, given: QueryDict) -> Narrowed:
        state = given.get("state", "")
        return cls(state if state in ("open", "ended") else "", given.get("year") == "1", given.get("mine") == "1")

    def query(self, asked: str, **changed: object) -> str:
        """The address of the same question, narrowed otherwise."""
        told = {"state": self.state, "year": self.year, "mine": self.mine} | changed
        kept = {name: "1" if value is True else value for name, value in told.items() if value}
        return urlencode({"q": asked} | kept)

    @property
    def any(self) -> bool:
        return bool(self.state or self.year or self.mine)


@dataclass
class Asked:
    """A question of somebody, and what answers it. ``after`` is where the page begins and ``passed`` how many cases
    came before it."""

    actor: Actor
    words: str
    at: datetime
    narrowed: Narrowed = field(default_factory=Narrowed)
    after: str = ""
    passed: int = 0
    refused: str = ""

    @property
    def first(self) -> bool:
        return not self.passed

    @cached_property
    def callers(self) -> list[Line]:
        """The cases of a phone, or of those that end so. A refusal is kept to be said."""
        if not self.first or not self.words or self.narrowed.any:
            return []
        try:
            if is_tail(self.words):
                found = found_by_tail(self.actor, self.words, at=self.at)
            else:
                found = found_by_phone(self.actor, self.words)
        except Refused as refusal:
            self.refused = str(refusal)
            return []
        return [self._line(Hit(case, [(case.title, False)], [], [], "words", 0.0)) for case in found]

    @property
    def knows_callers(self) -> bool:
        """Whether phones may be asked for."""
        return knows_callers(self.actor)

    @property
    def by_tail(self) -> bool:
        return self.knows_callers and is_tail(self.words)

    @cached_property
    def _cases(self) -> Found:
        if len(self.words) < 2:
            return Found([])
        return search(
            self.actor, self.words, at=self.at, most=min(PAGE, MOST - self.passed), after=self.after or None,
            narrow=self._narrow(),
        )  # fmt: skip

    def _narrow(self) -> Narrow:
        ended = Q(state__in=ENDED)
        begins = localtime(self.at).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        return Narrow(
            unit=self._unit.id if self.narrowed.mine and self._unit else None,
            since=begins if self.narrowed.year else None,
            only={"open": ~ended, "ended": ended}.get(self.narrowed.state, Q()),
        )

    @cached_property
    def _unit(self) -> Unit | None:
        """The unit of the actor to which cases are given; the centre is given none."""
        known = directory(self.actor.county).by_id
        units = (known.get(standing.unit_id) for standing in self.actor.standings)
        return next((unit for unit in units if unit and unit.kind != Unit.Kind.CENTRE), None)

    @cached_property
    def groups(self) -> list[Group]:
        """The cases, those found by the words themselves first."""
        labels = {"words": "", "cut": _("拆成词以后找到的"), "sound": _("读音相近的")}
        known = {line.hit.case.pk for line in self.callers}
        lines = [self._line(hit) for hit in self._cases.hits if hit.case.pk not in known]
        groups = ((label, [line for line in lines if line.hit.why == why]) for why, label in labels.items())
        return [Group(label, found) for label, found in groups if found]

    def _line(self, hit: Hit) -> Line:
        where = atlas(self.actor.county).path(hit.case.area[:_VILLAGE])
        said = "".join(text for text, _marked in hit.place)
        return Line(hit, "" if where.replace("·", "") in said else where)

    @property
    def shown(self) -> int:
        """How many cases were shown up to the end of this page."""
        return self.passed + len(self._cases.hits)

    @property
    def more(self) -> str:
        """The address of what comes next; empty at the end, and where enough was shown."""
        if self._cases.after is None or self.shown >= MOST:
            return ""
        return self.narrowed.query(self.words, after=self._cases.after, passed=self.shown)

    @property
    def first_href(self) -> str:
        """The address of the first page, of everything."""
        return Narrowed().query(self.words) if self.first else self.narrowed.query(self.words)

    @property
    def enough(self) -> bool:
        """Whether there may be more than is ever shown."""
        return self._cases.after is not None and self.shown >= MOST

    @cached_property
    def entries(self) -> list[Entry]:
        """What the knowledge base says."""
        if not self.first or len(self.words) < 2:
            return []
        found = found_entries(self.actor.county, self.words, at=self.at, most=_ENTRIES)
        return [Entry(one, is_overdue(one.entry, on=localtime(self.at).date())) for one in found]

    @cached_property
    def links(self) -> list[Link]:
        """Units and places whose name holds what was asked for."""
        return list(self._links()) if self.first and len(self.words) > 1 else []

    def _links(self) -> Iterator[Link]:
        cases, county = reverse("desk:cases"), self.actor.county
        units = [unit for unit in directory(county).by_code.values() if unit.active and self.words in unit.name]
        for unit in units[:LINKS]:
            yield Link("building", unit.name, f"{cases}?{urlencode({'unit': unit.code})}")
        places = atlas(county)
        for place in [place for place in places.places.values() if self.words in place.name][:LINKS]:
            yield Link("map-pin", places.path(place.code), f"{cases}?{urlencode({'area': place.code})}")

    @cached_property
    def chips(self) -> list[Chip]:
        """The ways to narrow the cases."""
        now = self.narrowed
        states: Sequence[tuple[str, str]] = (("", _("全部")), ("open", _("没办完的")), ("ended", _("办完的")))
        chips = [Chip(label, now.query(self.words, state=state), now.state == state) for state, label in states]
        chips.append(Chip(_("今年的"), now.query(self.words, year=not now.year), now.year))
        if self._unit:
            chips.append(Chip(_("本单位的"), now.query(self.words, mine=not now.mine), now.mine))
        return chips

    @property
    def empty(self) -> bool:
        """Whether nothing at all answers."""
        return not (self.callers or self.groups or self.entries or self.links or self.refused)
