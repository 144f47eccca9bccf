"""Draw numbers (取号), and say what they led to."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.core.refusal import Refused
from onedoor.hall import queries, rights
from onedoor.hall.actions import receiving
from onedoor.hall.flow import TalkState
from onedoor.hall.models import Ticket
from onedoor.hall.models.ticket import Outcome
from onedoor.organisation.actor import Actor

_LAST = 999
"""Three digits are printed."""
_TRIES = 5


def issue(line: str, *, first: bool = False, by: Actor, at: datetime) -> Ticket:
    """Draw the next number of a line for somebody who came; ``first``: it is called before the others (老人、孕妇、
    抱小孩的、行动不便的); which of these is not kept.

    The guidance desk does this, or the resident at the kiosk. No row counts the numbers: two who draw at once try
    again, and the unique key refuses a number twice. Raises Refused.
    """
    if not by.is_resident:
        rights.must_guide(by)
    drawn = queries.line_called(by.county, line, at=at)
    ticket = Ticket(
        county=by.county, day=queries.day_of(at), line=drawn, queue=drawn, first=first, issued_at=at, by=by.code
    )
    for _attempt in range(_TRIES):
        ticket.number = _next(ticket)
        try:
            with transaction.atomic():
                ticket.save(force_insert=True)
        except IntegrityError:
            continue  # somebody else drew it meanwhile
        return ticket
    raise Refused(_("取号的人太多，没取上。请再按一次。"))


def _next(ticket: Ticket) -> int:
    drawn = Ticket.objects.filter(county=ticket.county, day=ticket.day, line=ticket.line)
    last: int = drawn.aggregate(last=Max("number"))["last"] or 0
    if last >= _LAST:
        raise Refused(_("今天这一类的号发完了。请到引导台登记，改天再来。"))
    return last + 1


@transaction.atomic
def link(ticket: int, *, ref: str, by: Actor, at: datetime) -> Ticket:
    """Say which case was registered from a number; a talk noted for the number goes on its record.

    Raises Refused for a number that has a case already, and for a case from before it was drawn.
    """
    found = queries.locked(by.county, ticket)
    rights.must_act_on(by, found)
    case = cases.locked(by.county, ref)
    if found.case_id not in (None, case.id):
        raise Refused(_("%(number)s已经登记过来件。另一件事请另取一个号。") % {"number": found.label})
    if case.registered_at < found.issued_at:
        raise Refused(_("%(ref)s是取号以前登记的。请核对编号。") % {"ref": ref}, field="ref")
    found.case, found.outcome = case, Outcome.REGISTERED
    found.save(update_fields=["case", "outcome"])
    for talk in found.talks.filter(case=None, state=TalkState.HELD).order_by("id"):
        receiving.attach(talk.id, ref=ref, by=by, at=at)
    return found
