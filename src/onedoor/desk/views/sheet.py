"""The printed work order (工单) of a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onedoor.cases.actions.viewing import looked
from onedoor.core.refusal import Refused
from onedoor.desk.exhibits import exhibits
from onedoor.desk.views.cases import missing, opened
from onedoor.desk.workorder import work_order
from onedoor.geography.qr import svg
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.queries import directory, post_names


@guarded()
@require_GET
def sheet(request: ActorRequest, ref: str) -> HttpResponse:
    """The case on A4, with the post that prints it and the moment on every page."""
    try:
        found = opened(request, ref)
    except Refused as refusal:
        return missing(request, refusal)
    case, actor = found.case, request.actor
    looked(case, by=actor, at=found.now)
    context = {
        "case": case,
        "sight": found.sight,
        "order": work_order(found),
        "exhibits": exhibits(found),
        "qr": svg(case.ref),
        "tenant": directory(case.county).centre.name,
        "now": found.now,
        "printed_at": timezone.localtime(found.now).strftime("%Y-%m-%d %H:%M"),
        "printed_by": post_names(case.county).get(actor.code, "") or " ".join(one.name for one in actor.standings),
    }
    return render(request, "desk/sheet.html", context)
