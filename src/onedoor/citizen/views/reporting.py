"""Report something, one thing per page: where, what, who, and a look at it all before it is sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from onedoor.cases.actions import registering
from onedoor.cases.attachments import waiting
from onedoor.cases.models.choices import Nature, Urgency
from onedoor.cases.models.contact import ReplyBy
from onedoor.catalogue.models import EmergencyLine
from onedoor.catalogue.queries import emergencies_in, limit_for
from onedoor.citizen import answers, knowing, places, shots
from onedoor.citizen.draft import NOTE, STEPS, Draft, Naming
from onedoor.citizen.forms import StepForm, WhereForm, WhoForm
from onedoor.citizen.frame import frame, page
from onedoor.citizen.opened import SENT, remember, remembered
from onedoor.core.refusal import Refused
from onedoor.geography.atlas import atlas
from onedoor.organisation.actor import Actor
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

LONGEST_NAMED = 40
"""Characters of the name of a place that is looked for."""

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
    shots.thrown_away(Draft.of(NOTE.read(request)).uploads, county=home_county())
    response = redirect("citizen:home")
    NOTE.forget(response)
    return response


def _step(request: HttpRequest, here: str, asked: type[StepForm]) -> HttpResponse:
    draft = Draft.of(NOTE.read(request))
    if STEPS.index(draft.missing) < STEPS.index(here):
        return redirect(f"citizen:{draft.missing}")
    known = atlas(home_county())
    told = request.POST if request.method == "POST" else None
    chosen = request.GET.get("area", "") if told is None else ""
    form = asked(told, draft=draft, known=known, area=chosen if known.known(chosen) else "")
    if form.is_valid():
        draft = draft.having(**form.answers)
        response = redirect(f"citizen:{draft.missing}")
        NOTE.write(response, draft.note)
        return response
    named = request.GET.get("q", "").strip()[:LONGEST_NAMED]
    context = step_context(request, here, form, draft) | {
        "named": named,
        "found": places.found(known, named) if named else [],
        "chosen": places.described(known, chosen, "") if known.known(chosen) else "",
    }
    return render(request, f"citizen/{here}.html", context, status=422 if form.errors else 200)


def step_context(request: HttpRequest, here: str, form: StepForm, draft: Draft) -> dict[str, Any]:
    """What every page of a report shows."""
    return frame(request) | {
        "form": form,
        "draft": draft,
        "path": places.described(form.known, draft.area, "") if draft.area else "",
        "scanned": bool(draft.grid) and draft.area == draft.grid,
        "step": STEPS.index(here) + 1,
        "steps": len(STEPS),
    }


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    county = home_county()
    told = draft.incoming(atlas(county))
    try:
        case, report = registering.register(told, county=county, by=Actor.resident(county), at=timezone.now())
    except Refused as refusal:
        return _checked(request, draft, refusal)
    response = redirect("citizen:receipt")
    NOTE.forget(response)
    remember(response, SENT, report, case.ref)
    return response


def _urgent(county: str, text: str) -> list[tuple[str, str]]:
    """The numbers to ring at once, each with the word that says so."""
    found = {line: word for line, word, _place in reversed(emergencies_in(county, text))}
    return [(str(EmergencyLine(line).label), word) for line, word in reversed(found.items())]


def _checked(request: HttpRequest, draft: Draft, refusal: Refused | None = None) -> HttpResponse:
    county = home_county()
    now = timezone.now()
    context = frame(request) | {
        "answers": answers.listed(draft, atlas(county)),
        "refusal": refusal,
        "fix": answers.step_of(refusal.field) if refusal else "",
        "look_by": limit_for(county, "triage", start=now, urgency=Urgency.NORMAL).due,
        "silent": draft.naming == Naming.ANONYMOUS or draft.reply_by == ReplyBy.NONE,
        "draft": draft,
        "urgent": _urgent(county, draft.text),
        "shots": shots.listed(waiting(county, draft.uploads), "shot"),
        "known": knowing.likely(county, draft.text, now=now) if draft.nature != Nature.INFORM else [],
        "step": len(STEPS),
        "steps": len(STEPS),
    }
    return render(request, "citizen/check.html", context, status=422 if refusal else 200)
