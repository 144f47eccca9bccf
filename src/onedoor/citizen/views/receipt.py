"""The receipt: reference, query code, and what happens next."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onedoor.cases.queries import query_code
from onedoor.citizen.frame import frame, page
from onedoor.citizen.opened import SENT, remembered
from onedoor.citizen.progress import standing
from onedoor.citizen.safety import endangered
from onedoor.geography import qr
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county


@public("shown to the browser that sent the report, by its signed note")
@never_cache
@require_safe
@page
def receipt(request: HttpRequest) -> HttpResponse:
    report = remembered(request, SENT, home_county())
    if report is None:
        return redirect("citizen:progress")
    context = frame(request)
    ref = report.case.ref
    context |= {
        "report": report,
        "ref": ref,
        "code": query_code(ref, report.id),
        "picture": mark_safe(qr.svg(f"{settings.ONEDOOR_BASE_URL}{reverse('citizen:progress')}?ref={ref}")),
        "standing": standing(report, now=context["now"]),
        "endangered": endangered(report),
    }
    return render(request, "citizen/receipt.html", context)
