"""What the resident says about their case, one thing per page: rate, not solved, withdraw, object, keep secret."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onedoor.cases.models import Report
from onedoor.cases.reporters import joined_openly
from onedoor.catalogue.queries import limit_for
from onedoor.citizen.frame import frame, page
from onedoor.citizen.opened import UNLOCKED, just_said, remember, speaker
from onedoor.citizen.progress import standing
from onedoor.citizen.rights import rights_of
from onedoor.citizen.safety import endangered
from onedoor.citizen.saying import SAYINGS, SayingForm
from onedoor.core.refusal import Refused
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

_open = public("shown to the browser that gave the reference and query code, by its signed note; done as the author")
_page = require_http_methods(["GET", "HEAD", "POST"])


@_open
@never_cache
@_page
@page
def rate(request: HttpRequest) -> HttpResponse:
    return _say(request, "rate")


@_open
@never_cache
@_page
@page
def unsolved(request: HttpRequest) -> HttpResponse:
    return _say(request, "unsolved")


@_open
@never_cache
@_page
@page
def withdraw(request: HttpRequest) -> HttpResponse:
    return _say(request, "withdraw")


@_open
@never_cache
@_page
@page
def object_to(request: HttpRequest) -> HttpResponse:
    return _say(request, "object")


@_open
@never_cache
@_page
@page
def seal(request: HttpRequest) -> HttpResponse:
    return _say(request, "seal")


@_open
@never_cache
@require_safe
@page
def heard(request: HttpRequest) -> HttpResponse:
    known, said = speaker(request, home_county()), just_said(request)
    if known is None or not said:
        return redirect("citizen:progress")
    return render(request, "citizen/heard.html", about(request, known[1]) | {"said": said})


def _say(request: HttpRequest, name: str) -> HttpResponse:
    known = speaker(request, home_county())
    if known is None:
        return redirect("citizen:progress")
    author, report = known
    if request.method == "POST" and just_said(request) == name:
        return redirect("citizen:heard")  # pressed twice: the first one was taken
    context = about(request, report)
    if name not in [right.name for right in rights_of(report, context["standing"].refusal)]:
        return render(request, "citizen/not_now.html", context | {"name": name}, status=409)
    saying = SAYINGS[name]
    form = saying.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            saying.act(report.case.ref, **form.answers, by=author, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return _said(report, name if form.answers.get("solved", True) else "unsolved")
    return _asked(request, report, name, form, context)


def _said(report: Report, name: str) -> HttpResponse:
    response = redirect("citizen:heard")
    remember(response, UNLOCKED, report, report.case.ref, said=name)
    return response


def _asked(request: HttpRequest, report: Report, name: str, form: SayingForm, context: dict[str, Any]) -> HttpResponse:
    """The page with its form. Whoever is writing has half an hour from now."""
    context |= {"form": form}
    if name == "object":
        case = report.case
        context["decide_by"] = limit_for(
            case.county, "decide_appeal", start=context["now"], colour=case.colour, urgency=case.urgency
        ).due
    response = render(request, f"citizen/say/{name}.html", context, status=422 if form.errors else 200)
    remember(response, UNLOCKED, report, report.case.ref)
    return response


def about(request: HttpRequest, report: Report) -> dict[str, Any]:
    """What every page about one's own case shows."""
    context = frame(request)
    return context | {
        "report": report,
        "ref": report.case.ref,
        "merged": report.case.into is not None and joined_openly(report.case.into.ref, county=report.county),
        "standing": standing(report, now=context["now"]),
        "endangered": endangered(report),
    }
