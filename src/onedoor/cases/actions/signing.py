"""The lead unit takes the case on (签收)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from onedoor.cases import queries
from onedoor.cases.actions import limiting
from onedoor.cases.actions.advancing import advance, flow_of, of_unit
from onedoor.cases.actions.dispatching import last_lead
from onedoor.cases.events import CaseSigned
from onedoor.cases.models import Case
from onedoor.core.events import emit
from onedoor.organisation.actor import Actor
from onedoor.work.actions.tasks import Owed


@transaction.atomic
def sign(ref: str, *, by: Actor, at: datetime) -> Case:
    """Sign for the case. The reply is owed by the limit of the whole case. Raises Refused."""
    case = queries.locked(by.county, ref)
    case.permitted("sign", by=by, unit=case.lead_id)  # before the lead is asked for: a case nobody was given has none
    advance(case, "sign", by=by, at=at, then=handling(case), limit=limiting.kept(case))
    if assignment := last_lead(case):
        assignment.signed_at = at
        assignment.save(update_fields=["signed_at"])
    emit(CaseSigned(flow=flow_of(case), unit=case.lead_code), on=case, by=by, at=at)
    return case


def handling(case: Case) -> Owed:
    """The lead unit owes a reply."""
    assert case.lead is not None
    return of_unit(case, "reply", case.lead)
