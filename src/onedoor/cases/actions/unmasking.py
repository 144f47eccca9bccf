"""Look at who the resident is: with a reason, and on the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.events import ContactUnmasked
from onedoor.cases.models import Contact
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor


@transaction.atomic
def unmask(ref: str, *, report: int, reason: str, by: Actor, at: datetime) -> Contact:
    """The contact of one report of a case, in clear. Raises Refused without a reason or without the right."""
    case = queries.locked(by.county, ref)
    if not queries.may_see_contact(case, by):
        raise Refused(_("您不能查看本件诉求人的身份。需要联系时，请由中心转达。"))
    if not reason.strip():
        raise Refused(_("查看身份要写明原因，并会记入经过。"), field="reason")
    contact = Contact.objects.filter(county=case.county, report__case=case, report_id=report).first()
    if contact is None:
        raise Refused(_("没有这份来件。请刷新页面。"))
    emit(ContactUnmasked(report=report), on=case, by=by, at=at, words={"reason": reason})
    return contact
