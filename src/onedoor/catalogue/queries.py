"""What it is, whose it is, by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from onedoor.catalogue import defaults
from onedoor.catalogue.alarms import Alarm, Bell, Row, bell
from onedoor.catalogue.models import (
    Clause,
    DutyEntry,
    EmergencyLine,
    EmergencyWord,
    Item,
    Knowledge,
    ReplyTemplate,
    SafetyWord,
    ServiceLevel,
    Threshold,
)
from onedoor.catalogue.models.safety_word import Sign
from onedoor.core import clock
from onedoor.core.clock import ZONE, Limit, Suspension
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.core.revisions import Shelf, bump
from onedoor.geography.codes import ancestors, stem
from onedoor.geography.successions import successions
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory


@dataclass
class Catalogue:
    """Items, duty list and service levels of one county in memory."""

    items: dict[str, Item] = field(default_factory=dict)
    by_id: dict[int, Item] = field(default_factory=dict)
    entries: dict[str, list[DutyEntry]] = field(default_factory=dict)
    levels: dict[str, list[ServiceLevel]] = field(default_factory=dict)
    thresholds: dict[str, list[Threshold]] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    bell: Bell = field(default_factory=bell)
    knowledge: list[Knowledge] = field(default_factory=list)
    templates: list[ReplyTemplate] = field(default_factory=list)


@dataclass(frozen=True)
class Proposal:
    """A unit the duty list names for an item in a place, and why."""

    unit: Unit
    assists: tuple[Unit, ...]
    citation: str
    local: bool


def _load(county: str) -> Catalogue:
    kept = Catalogue()
    for item in Item.objects.filter(county=county, active=True).order_by("code"):
        kept.items[item.code] = kept.by_id[item.id] = item
    for entry in DutyEntry.objects.filter(county=county).select_related("item").order_by("-area", "-valid_from"):
        kept.entries.setdefault(entry.item.code, []).append(entry)
    for level in ServiceLevel.objects.filter(county=county).order_by("-valid_from"):
        kept.levels.setdefault(level.verb, []).append(level)
    for threshold in Threshold.objects.filter(county=county).order_by("-valid_from"):
        kept.thresholds.setdefault(threshold.code, []).append(threshold)
    kept.clauses = {clause.code: clause for clause in Clause.objects.filter(county=county).order_by("code")}
    kept.clauses = kept.clauses or {code: _shipped(county, code) for code in defaults.CLAUSES}
    signs = SafetyWord.objects.filter(county=county).values_list("sign", "word", "unless", "silent")
    lines = EmergencyWord.objects.filter(county=county).values_list("line", "word", "unless", "silent")
    kept.bell = bell(Row(*row) for row in (*signs, *lines))
    entries = Knowledge.objects.filter(county=county, active=True).select_related("item", "unit")
    kept.knowledge = list(entries.order_by("code"))
    templates = ReplyTemplate.objects.filter(county=county, active=True).select_related("item")
    kept.templates = list(templates.order_by("code"))
    return kept


def _shipped(county: str, code: str) -> Clause:
    clause = defaults.CLAUSES[code]
    return Clause(county=county, code=code, text=clause.text, citation=clause.citation, guidance=clause.guidance)


_shelf: Shelf[Catalogue] = Shelf("catalogue", _load)


def catalogue(county: str) -> Catalogue:
    """The county's catalogue, kept in memory until it changes."""
    return _shelf.get(county)


def item_of(county: str, code: str) -> Item:
    """The item with this code. Raises Refused for one that is not in the catalogue."""
    item = catalogue(county).items.get(code)
    if item is None:
        raise Refused(_("请从目录里选择事项。"), field="item")
    return item


def changed() -> None:
    """Say, in the transaction that changes the catalogue, that every process must read it again."""
    bump("catalogue")


def level_for(county: str, verb: str, *, colour: str, urgency: str, on: date) -> ServiceLevel:
    """The service level in force on a day for a step: the most particular one wins (urgency before colour).

    Raises Refused when the county has none.
    """
    known = catalogue(county).levels.get(verb) or [
        ServiceLevel(
            county=county, rule=level.rule, verb=verb, urgency=level.urgency, n=level.n, unit=level.unit,
            citation=defaults.PROPOSED, valid_from=date.min,
        )
        for level in defaults.LEVELS
        if level.verb == verb
    ]  # fmt: skip
    fitting = [
        level
        for level in known
        if level.colour in ("", colour)
        and level.urgency in ("", urgency)
        and level.valid_from <= on
        and (level.valid_to is None or on <= level.valid_to)
    ]
    if not fitting:
        raise Refused(_("时限表里没有“%(verb)s”这一步的时限。请先补一行。") % {"verb": verb})
    return max(fitting, key=lambda level: (bool(level.urgency), bool(level.colour), level.valid_from))


def limit_for(
    county: str,
    verb: str,
    *,
    start: datetime,
    colour: str = "",
    urgency: str = "",
    suspensions: tuple[Suspension, ...] = (),
) -> Limit:
    """By when a step that starts now must be done, with the trace of why."""
    level = level_for(county, verb, colour=colour, urgency=urgency, on=start.astimezone(ZONE).date())
    return clock.compute(
        start=start,
        n=level.n,
        unit=TIME_UNITS[level.unit],
        calendar=calendar(county),
        suspensions=suspensions,
        rule=level.rule,
        citation=level.citation,
    )


def threshold(county: str, code: str, *, on: date) -> int:
    """A number the county has set for this day, or the shipped one. Raises KeyError for a code nobody knows."""
    for row in catalogue(county).thresholds.get(code, []):
        if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
            return row.n
    return defaults.THRESHOLDS[code]


def alarms_in(county: str, text: str) -> list[Alarm]:
    """What of the shipped list and the county's own rings in a text, in its order."""
    return catalogue(county).bell.ring(text)


def signs_in(county: str, text: str) -> tuple[str, ...]:
    """The signs of violence, crime, a child at risk or self-harm that the words of a text may be; codes of ``Sign``."""
    heard = {alarm.kind for alarm in alarms_in(county, text)}
    return tuple(sign for sign in Sign.values if sign in heard)


def emergencies_in(county: str, text: str) -> list[tuple[str, str, int]]:
    """The emergency words of a text in their order: number to ring (``EmergencyLine``), word, and where it begins."""
    heard = alarms_in(county, text)
    return [(alarm.kind, alarm.said, alarm.start) for alarm in heard if alarm.kind in EmergencyLine.values]


TIME_UNITS: Mapping[str, clock.Unit] = {unit.value: unit for unit in clock.Unit}


def proposals(county: str, item: str, area: str, *, on: date) -> list[Proposal]:
    """The units the duty list names for an item in a place, the most particular area first."""
    units, moved = directory(county), successions(county)
    found: list[Proposal] = []
    for entry in catalogue(county).entries.get(item, []):
        in_force = entry.valid_from <= on and (entry.valid_to is None or on <= entry.valid_to)
        unit = units.by_id.get(entry.unit_id) if entry.unit_id else town_unit(county, area)
        if in_force and unit and unit.active and moved.covers(entry.area, area):
            helpers = (units.by_code.get(code) for code in entry.assists)
            assists = tuple(helper for helper in helpers if helper and helper.active and helper != unit)
            found.append(Proposal(unit, assists, entry.citation, local=entry.unit_id is None))
    return found


def town_unit(county: str, area: str) -> Unit | None:
    """The unit of the town a place lies in; None for a place known only to the county."""
    if len(stem(area)) < 9:
        return None
    town = ancestors(area)[1]
    towns = [unit for unit in directory(county).by_code.values() if unit.kind == Unit.Kind.TOWN]
    moved = successions(county)
    return next((u for u in towns if u.area == town), next((u for u in towns if moved.covers(u.area, town)), None))
