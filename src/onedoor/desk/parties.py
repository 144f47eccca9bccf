"""Who is in a case, masked until somebody gives a reason; of a secret case until another agrees as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from onedoor.cases.actions.unmasking import granted
from onedoor.cases.models import Contact, Report, Request
from onedoor.cases.models.report import Channel
from onedoor.core.privacy import masked_address, masked_name, masked_phone
from onedoor.desk.dossier import Dossier

LOOK, ASK, WAIT = "look", "ask", "wait"
"""What the actor may do about a hidden contact: look with a reason, ask another first, or wait for the answer."""


@dataclass(frozen=True)
class Party:
    """One report as the case page shows it; ``way`` is how the actor comes to see who sent it, if at all."""

    report: int
    channel: str
    at: datetime
    text: str
    place: str
    name: str
    phone: str
    address: str
    reply_by: str
    care: str
    hidden: bool
    clear: bool
    way: str


def parties(dossier: Dossier, opened: Contact | None) -> Iterator[Party]:
    """The reports of a case, for whoever may read them; ``opened`` is the contact that was just opened, if any."""
    if not dossier.sight.originals:
        return
    case = dossier.case
    for report in dossier.reports:
        contact = report.contact
        clear = opened is not None and opened.id == contact.id
        if report.erased_at:
            name, phone, address = _("已依法删除"), "", ""
        elif case.secret and not clear:
            name, phone, address = _("诉求人（保密）"), "", ""
        elif contact.anonymous:
            name, phone, address = _("不愿留名"), "", ""
        elif clear:
            name, phone, address = contact.name, contact.phone, contact.address
        else:
            name, phone = masked_name(contact.name), masked_phone(contact.phone)
            address = masked_address(contact.address)
        hidden = not clear and not contact.anonymous and bool(contact.name or contact.phone)
        yield Party(
            report.id, str(Channel(report.channel).label), report.received_at, report.text, report.place,
            name or _("没有留名"), phone, address, contact.get_reply_by_display(), _care(contact),
            hidden=hidden, clear=clear, way=_way(dossier, report) if hidden else "",
        )  # fmt: skip


def _care(contact: Contact) -> str:
    """How they wish to be spoken to, where it is not the usual way."""
    told = [_("只用文字联系，不要打电话")] if contact.text_only else []
    if contact.tongue:
        told.append(_("用%(tongue)s沟通") % {"tongue": contact.get_tongue_display()})
    return _("；").join(told)


def _way(dossier: Dossier, report: Report) -> str:
    if not dossier.sight.contact:
        return ""
    if not dossier.case.secret:
        return LOOK
    asked = [one for one in dossier.requests if one.kind == Request.Kind.UNMASK]
    mine = any(one.state == Request.State.GRANTED and one.asked_by == dossier.actor.code for one in asked)
    if mine and granted(dossier.case, report.id, dossier.actor, at=dossier.now):
        return LOOK
    return WAIT if any(one.state == Request.State.OPEN for one in asked) else ASK
