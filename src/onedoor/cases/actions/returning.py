"""A unit sends a case back as outside its remit (退单), and the centre rules on it (裁定)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of, of_centre
from onedoor.cases.actions.dispatching import end_assignments, last_lead
from onedoor.cases.actions.triaging import dispatcher
from onedoor.cases.events import CaseRuled, CaseSentBack
from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.core.wording import due_words
from onedoor.organisation.actor import Actor


@transaction.atomic
def send_back(ref: str, *, reason: str, by: Actor, at: datetime) -> Case:
    """Send the case back with a reason; the centre owes a ruling. Once per case and within the return window.

    Raises Refused without a reason, after a ruling, or after the window (A-233, DOMAIN B.3).
    """
    case = queries.locked(by.county, ref)
    if not reason.strip():
        raise Refused(_("退单要写明理由：为什么不属于本单位职责，应由谁办。"), field="reason")
    if case.send_backs:
        raise Refused(_("退单只能有一次；裁定后不得再退。请办理，或联系中心会商。"))
    assignment = last_lead(case)
    if assignment:
        window = limit_for(case.county, "send_back", start=assignment.given_at, colour=case.colour)
        if at >= window.due:
            raise Refused(
                _("已经过了退单时限（%(due)s）。请办理，或联系中心会商。") % {"due": due_words(window.due, now=at)}
            )
    limit = limit_for(case.county, "rule", start=at, colour=case.colour)
    case.send_backs += 1
    advance(case, "send_back", by=by, at=at, then=of_centre(case, "rule", "rule"), limit=limit)
    end_assignments(case, outcome="returned", at=at)
    emit(
        CaseSentBack(flow=flow_of(case), unit=case.lead_code, trace=limit.trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return case


@transaction.atomic
def rule(ref: str, *, upheld: bool, reason: str, by: Actor, at: datetime) -> Case:
    """Rule on a return. Upheld: the case goes to another unit. Not upheld: back to the same one, which keeps it.

    Raises Refused without a reason.
    """
    case = queries.locked(by.county, ref)
    if not reason.strip():
        raise Refused(_("裁定要写明理由，双方都看得到。"), field="reason")
    limit = limit_for(case.county, "dispatch", start=at, colour=case.colour)
    returned_by = case.lead_code
    advance(case, "rule", by=by, at=at, then=dispatcher(case), limit=limit)
    if assignment := last_lead(case):
        assignment.outcome = "upheld" if upheld else "kept"
        assignment.save(update_fields=["outcome"])
    emit(
        CaseRuled(flow=flow_of(case), unit=returned_by, upheld=upheld, trace=limit.trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return case
