"""Open who a resident is, with a reason, on the record."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from onedoor.cases.actions.unmasking import unmask as unmask_contact
from onedoor.core.refusal import Refused
from onedoor.desk.views.cases import missing, opened, page
from onedoor.organisation.guards import ActorRequest, guarded


@guarded()
@require_POST
def unmask(request: ActorRequest, ref: str, report: int) -> HttpResponse:
    try:
        found = opened(request, ref)
    except Refused as refusal:
        return missing(request, refusal)
    try:
        reason = request.POST.get("reason", "")
        contact = unmask_contact(found.case.ref, report=report, reason=reason, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return page(request, found, said=str(refusal))
    found.case.refresh_from_db(fields=["chain_seq", "chain_head"])
    return page(request, found, contact=contact)
