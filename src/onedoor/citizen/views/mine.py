"""What concerns the resident's own person: who looked at their case, and what is kept about them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onedoor.cases.models import Report
from onedoor.cases.queries import opened_with
from onedoor.citizen import tries
from onedoor.citizen.codes import CodeForm
from onedoor.citizen.frame import frame, page
from onedoor.citizen.keepsake import kept_of
from onedoor.citizen.looking import looks, unmaskings
from onedoor.citizen.opened import UNLOCKED, remembered
from onedoor.citizen.safety import endangered
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

_open = public("shown to the browser that gave the reference and query code, by its signed note")


@_open
@never_cache
@require_safe
@page
def viewers(request: HttpRequest) -> HttpResponse:
    report = remembered(request, UNLOCKED, home_county())
    if report is None:
        return redirect("citizen:progress")
    context = frame(request)
    context |= {
        "ref": report.case.ref,
        "days": looks(report.case, now=context["now"]),
        "unmaskings": unmaskings(report, now=context["now"]),
        "endangered": endangered(report),
    }
    return render(request, "citizen/viewers.html", context)


@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page
def mine(request: HttpRequest) -> HttpResponse:
    report = remembered(request, UNLOCKED, home_county())
    if report is None:
        return redirect("citizen:progress")
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = frame(request)
    clear = form.is_valid() and _right_code(form, report)
    kept = kept_of(report, clear=clear, now=context["now"])
    context |= {
        "ref": report.case.ref,
        "report": report,
        "form": form,
        "clear": clear,
        "kept": kept,
        "bases": [(one.label, one.basis) for one in kept],
        "endangered": endangered(report),
    }
    return render(request, "citizen/mine.html", context, status=422 if form.errors else 200)


def _right_code(form: CodeForm, report: Report) -> bool:
    county, ref, now = report.county, report.case.ref, timezone.now()
    if until := tries.locked_until(county, ref, at=now):
        form.add_error(None, tries.paused(until))
        return False
    found = opened_with(county, ref, form.cleaned_data["code"])
    if found is None or found.id != report.id:
        form.add_error("code", _("查询码不对。请照着回执对一遍。"))
        return False
    tries.succeeded(county, ref)
    return True
