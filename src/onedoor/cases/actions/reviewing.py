"""The centre reads the reply (审核): fit to call back on, or to be worked on again (重办)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of, of_centre
from onedoor.cases.actions.signing import handling
from onedoor.cases.events import CaseReviewed, CaseReworked
from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor


@transaction.atomic
def review(ref: str, *, by: Actor, at: datetime) -> Case:
    """Find the reply fit; the call-back is owed. Raises Refused."""
    case = queries.locked(by.county, ref)
    limit = limit_for(case.county, "visit", start=at, colour=case.colour)
    advance(case, "review", by=by, at=at, then=of_centre(case, "visit", "visit"), limit=limit)
    emit(CaseReviewed(flow=flow_of(case), trace=limit.trace), on=case, by=by, at=at)
    return case


@transaction.atomic
def rework(ref: str, *, reason: str, by: Actor, at: datetime) -> Case:
    """Send the case back to its unit, which owes another reply. Raises Refused without a reason."""
    case = queries.locked(by.county, ref)
    case.permitted("rework", by=by)  # before the lead is asked for: a case nobody was given has none
    if not reason.strip():
        raise Refused(_("重办要写明哪里没有解决。"), field="reason")
    limit = limit_for(case.county, "rework", start=at, colour=case.colour)
    advance(case, "rework", by=by, at=at, then=handling(case), limit=limit)
    emit(
        CaseReworked(flow=flow_of(case), unit=case.lead_code, trace=limit.trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return case
