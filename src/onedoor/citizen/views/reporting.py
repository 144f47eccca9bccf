"""Report something, one thing per page: where, what, who, and a look at it all before it is sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from onedoor.cases.actions import registering
from onedoor.cases.models.choices import Urgency
from onedoor.catalogue.queries import limit_for
from onedoor.citizen import answers, places
from onedoor.citizen.draft import NOTE, STEPS, Draft, Naming
from onedoor.citizen.forms import StepForm, WhatForm, WhereForm, WhoForm
from onedoor.citizen.frame import frame, page
from onedoor.citizen.opened import SENT, remember, remembered
from onedoor.core.refusal import Refused
from onedoor.geography.atlas import atlas
from onedoor.organisation.actor import Actor
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

_open = public("anybody may report, without an account")
_page = require_http_methods(["GET", "HEAD", "POST"])


@_open
@never_cache
@_page
@page
def where(request: HttpRequest) -> HttpResponse:
    return _step(request, "where", WhereForm)


@_open
@never_cache
@_page
@page
def what(request: HttpRequest) -> HttpResponse:
    return _step(request, "what", WhatForm)


@_open
@never_cache
@_page
@page
def who(request: HttpRequest) -> HttpResponse:
    return _step(request, "who", WhoForm)


@_open
@never_cache
@_page
@page
def check(request: HttpRequest) -> HttpResponse:
    draft = Draft.of(NOTE.read(request))
    if request.method == "POST" and not draft.token and remembered(request, SENT, home_county()):
        return redirect("citizen:receipt")  # pressed twice: the first one was taken
    if draft.missing != "check":
        return redirect(f"citizen:{draft.missing}")
    return _send(request, draft) if request.method == "POST" else _checked(request, draft)


@_open
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    response = redirect("citizen:home")
    NOTE.forget(response)
    return response


def _step(request: HttpRequest, here: str, asked: type[StepForm]) -> HttpResponse:
    draft = Draft.of(NOTE.read(request))
    if STEPS.index(draft.missing) < STEPS.index(here):
        return redirect(f"citizen:{draft.missing}")
    known = atlas(home_county())
    form = asked(request.POST if request.method == "POST" else None, draft=draft, known=known)
    if form.is_valid():
        draft = draft.having(**form.answers)
        response = redirect(f"citizen:{draft.missing}")
        NOTE.write(response, draft.note)
        return response
    context = frame(request) | {
        "form": form,
        "draft": draft,
        "path": places.described(known, draft.area, "") if draft.area else "",
        "scanned": bool(draft.grid) and draft.area == draft.grid,
        "step": STEPS.index(here) + 1,
        "steps": len(STEPS),
    }
    return render(request, f"citizen/{here}.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    county = home_county()
    try:
        case, report = registering.register(draft.incoming, county=county, by=Actor.resident(county), at=timezone.now())
    except Refused as refusal:
        return _checked(request, draft, refusal)
    response = redirect("citizen:receipt")
    NOTE.forget(response)
    remember(response, SENT, report, case.ref)
    return response


def _checked(request: HttpRequest, draft: Draft, refusal: Refused | None = None) -> HttpResponse:
    county = home_county()
    now = timezone.now()
    context = frame(request) | {
        "answers": answers.listed(draft, atlas(county)),
        "refusal": refusal,
        "fix": answers.step_of(refusal.field) if refusal else "",
        "look_by": limit_for(county, "triage", start=now, urgency=Urgency.NORMAL).due,
        "silent": draft.naming == Naming.ANONYMOUS or draft.incoming.reply_by == "none",
        "step": len(STEPS),
        "steps": len(STEPS),
    }
    return render(request, "citizen/check.html", context, status=422 if refusal else 200)
