"""Who is in a case, masked until somebody gives a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from onedoor.cases.models import Case, Contact, Report
from onedoor.cases.models.report import Channel
from onedoor.core.privacy import masked_address, masked_name, masked_phone


@dataclass(frozen=True)
class Party:
    """One report as the case page shows it."""

    report: int
    channel: str
    at: datetime
    text: str
    place: str
    name: str
    phone: str
    address: str
    reply_by: str
    hidden: bool
    clear: bool


def parties(case: Case, reports: Iterable[Report], unmasked: Contact | None) -> Iterator[Party]:
    """The reports of a case; ``unmasked`` is the contact that was just opened, if any."""
    for report in reports:
        contact = report.contact
        clear = unmasked is not None and unmasked.id == contact.id
        if case.confidential and not clear:
            name, phone, address = _("诉求人（保密）"), "", ""
        elif contact.anonymous:
            name, phone, address = _("不愿留名"), "", ""
        elif clear:
            name, phone, address = contact.name, contact.phone, contact.address
        else:
            name, phone = masked_name(contact.name), masked_phone(contact.phone)
            address = masked_address(contact.address)
        yield Party(
            report.id, str(Channel(report.channel).label), report.received_at, report.text, report.place,
            name or _("没有留名"), phone, address, contact.get_reply_by_display(),
            hidden=not clear and not contact.anonymous and bool(contact.name or contact.phone), clear=clear,
        )  # fmt: skip
