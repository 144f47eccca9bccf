"""A copy-out sheet filled from a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from onedoor.cases.models import Contact, Report
from onedoor.cases.models.assignment import Role
from onedoor.cases.models.report import Channel
from onedoor.core.privacy import masked_address, masked_name, masked_phone
from onedoor.desk.copies.sheet import CODES, TIMES, CopyField, CopySheet, on_one_line
from onedoor.desk.dossier import Dossier
from onedoor.geography.atlas import atlas

_CHARACTERS = 36  # on a line of the page
_MOST_LINES = 8


@dataclass(frozen=True)
class Cell:
    """One field with its value. ``longest``: characters it may have, 0: any number."""

    heading: str
    value: str
    longest: int

    @property
    def too_long(self) -> bool:
        return bool(self.longest) and len(self.value) > self.longest

    @property
    def lines(self) -> int:
        """How many lines to show, roughly."""
        return min(_MOST_LINES, self.value.count("\n") + 1 + len(self.value) // _CHARACTERS)


@dataclass(frozen=True)
class Filled:
    """The sheet with its values; ``row`` is one line for a table, tabs between, ``words`` a line for each field."""

    cells: list[Cell]

    @property
    def row(self) -> str:
        return "\t".join(on_one_line(cell.value) for cell in self.cells)

    @property
    def words(self) -> str:
        return "\n".join(f"{cell.heading}：{cell.value}" for cell in self.cells)


def filled(sheet: CopySheet, dossier: Dossier, report: Report, contact: Contact, *, clear: bool) -> Filled:
    """The sheet for one case; words of ours are in Chinese, whatever language the page is in, for so are the systems
    they go to. Names and numbers are masked unless ``clear``."""
    with translation.override("zh-hans"):
        facts = {**_facts(dossier, report), **_person(report, contact, clear=clear)}
        return Filled([Cell(field.heading, _value(field, facts), field.longest) for field in sheet.fields])


def _value(field: CopyField, facts: dict[str, Any]) -> str:
    if not field.source:
        return field.constant
    value = facts[field.source]
    if field.source in TIMES:
        return _local(value).strftime(field.form) if value else ""
    if field.source in CODES:
        code, label = value
        return field.codes.get(code, field.other or ("" if field.codes else label)) if code else ""
    return "" if value is None else str(value)


def _local(value: date) -> datetime:
    return timezone.localtime(value) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _facts(dossier: Dossier, report: Report) -> dict[str, Any]:
    case = dossier.case
    helps = [one for one in dossier.assignments if one.role == Role.ASSIST and one.ended_at is None]
    replies = dossier.told("cases.replied", "cases.answered", "cases.imported")
    latest = replies[-1] if replies else None
    yes, no = _("是"), _("否")
    return {
        "ref": case.ref,
        "title": case.title,
        "text": report.text,
        "place": report.place,
        "area": atlas(case.county).path(case.area),
        "area_code": case.area,
        "lon": _degrees(report.lon),
        "lat": _degrees(report.lat),
        "item": case.item.name if case.item else "",
        "item_code": case.item.code if case.item else "",
        "unit": case.lead.name if case.lead else "",
        "helpers": _("、").join(dict.fromkeys(one.unit.name for one in helps)),
        "upstream_no": case.upstream_no,
        "amount": case.amount,
        "reply": latest.words.get("reply", "") if latest else "",
        "report_no": report.source_id,
        "channel": (report.channel, str(Channel(report.channel).label)),
        "nature": (case.nature, case.get_nature_display()),
        "kind": (case.kind, case.get_kind_display()),
        "urgency": (case.urgency, case.get_urgency_display()),
        "people": (case.people, case.get_people_display()),
        "colour": (case.colour, case.get_colour_display()),
        "state": (case.state, case.get_state_display()),
        "major": ("yes", yes) if case.major else ("no", no),
        "registered_at": case.registered_at,
        "received_at": report.received_at,
        "upstream_by": case.upstream_by,
        "solve_by": case.solve_by,
        "replied_at": latest.happening.at if latest else None,
        "closed_at": case.closed_at,
        "now": dossier.now,
    }


def _degrees(value: float | None) -> str:
    """To a tenth of a metre; more digits say nothing."""
    return "" if value is None else f"{value:.6f}"


def _person(report: Report, contact: Contact, *, clear: bool) -> dict[str, Any]:
    """Who sent it; nothing of somebody who gave no name or was erased."""
    hidden = contact.anonymous or report.erased_at is not None
    name, phone, address = ("", "", "") if hidden else (contact.name, contact.phone, contact.address)
    return {
        "name": name if clear else masked_name(name),
        "phone": phone if clear else masked_phone(phone),
        "address": address if clear else masked_address(address),
        "anonymous": ("yes", _("是")) if contact.anonymous else ("no", _("否")),
        "reply_by": (contact.reply_by, contact.get_reply_by_display()),
    }
