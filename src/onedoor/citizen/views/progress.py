"""How far a report is, for whoever holds its reference and query code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onedoor.cases.models import Report
from onedoor.cases.queries import opened_with
from onedoor.citizen import adding, tries
from onedoor.citizen.codes import ProgressForm
from onedoor.citizen.frame import frame, page
from onedoor.citizen.opened import SENT, UNLOCKED, remember, remembered
from onedoor.citizen.pictures import open_to_author
from onedoor.citizen.places import described
from onedoor.citizen.progress import standing
from onedoor.citizen.rights import rights_of
from onedoor.citizen.safety import endangered
from onedoor.citizen.serving import served
from onedoor.citizen.ways import way
from onedoor.core.refs import parse_ref
from onedoor.geography.atlas import atlas
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county


@public("a reference and its query code open one report's progress; tries are limited")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page
def progress(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _unlock(request)
    report = remembered(request, UNLOCKED, home_county())
    asked = parse_ref(request.GET.get("ref", "")) or ""
    if report is None or asked not in ("", report.case.ref):
        return _ask(request, ProgressForm(ref=asked))
    return _show(request, report)


@public("shown to the browser that gave the reference and query code, by its signed note")
@never_cache
@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    """A picture of one's own case."""
    report = remembered(request, UNLOCKED, home_county())
    if report is None:
        return redirect("citizen:progress")
    followed = way(report)
    return served(request, open_to_author(report, followed.case, followed.lines), number)


@public("forgets what this browser has opened")
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Where there may be danger the way out leads to a page that says nothing of what was read."""
    response = redirect("citizen:today" if request.POST.get("to") == "today" else "citizen:home")
    for note in (SENT, UNLOCKED, adding.NOTE):
        note.forget(response)
    return response


def _unlock(request: HttpRequest) -> HttpResponse:
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    county, ref, now = home_county(), form.cleaned_data["ref"], timezone.now()
    if until := tries.locked_until(county, ref, at=now) if ref else None:
        form.add_error(None, tries.paused(until))
        response = _ask(request, form, status=429)
        response["Retry-After"] = str(int((until - now).total_seconds()) + 1)
        return response
    report = opened_with(county, ref, form.cleaned_data["code"]) if ref else None
    if report is None:
        form.add_error(None, _("编号或查询码不对。请照着回执对一遍，两个都要对上。"))
        return _ask(request, form, status=422)
    tries.succeeded(county, ref)
    response = redirect("citizen:progress")
    remember(response, UNLOCKED, report, ref)
    return response


def _ask(request: HttpRequest, form: ProgressForm, *, status: int = 200) -> HttpResponse:
    problem = {422: _("没有查到"), 429: _("先停一停")}.get(status, "") if form.non_field_errors() else ""
    return render(
        request, "citizen/progress_ask.html", frame(request) | {"form": form, "problem": problem}, status=status
    )


def _show(request: HttpRequest, report: Report) -> HttpResponse:
    context = frame(request)
    now = standing(report, now=context["now"])
    context |= {
        "report": report,
        "ref": report.case.ref,
        "told": [(_("内容"), report.text), (_("地点"), described(atlas(report.county), report.area, report.place))],
        "standing": now,
        "rights": rights_of(report, now.refusal),
        "endangered": endangered(report),
    }
    return render(request, "citizen/progress.html", context)
