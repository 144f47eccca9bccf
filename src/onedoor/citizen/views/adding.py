"""Add words and pictures to one's own open case, in writing and at any hour."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onedoor.cases.actions import adding
from onedoor.cases.attachments import waiting
from onedoor.cases.models import Report
from onedoor.citizen import shots
from onedoor.citizen.adding import NOTE, AddForm, Addition
from onedoor.citizen.frame import page
from onedoor.citizen.opened import UNLOCKED, just_said, remember, remembered, speaker
from onedoor.citizen.rights import rights_of
from onedoor.citizen.serving import served
from onedoor.citizen.views.speaking import about
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

RIGHT = "add"

_open = public("shown to the browser that gave the reference and query code, by its signed note; done as the author")


@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page
def add(request: HttpRequest) -> HttpResponse:
    known = speaker(request, home_county())
    if known is None:
        return redirect("citizen:progress")
    author, report = known
    if request.method == "POST" and just_said(request) == RIGHT:
        return redirect("citizen:heard")  # pressed twice: the first one was taken
    context = about(request, report)
    if RIGHT not in [right.name for right in rights_of(report, context["standing"].refusal)]:
        return render(request, "citizen/not_now.html", context | {"name": RIGHT}, status=409)
    addition = Addition.of(NOTE.read(request), ref=report.case.ref)
    if request.method == "POST":
        return _told(request, author, report, addition, context)
    return _asked(request, report, addition, AddForm(None, addition=addition), context)


@_open
@never_cache
@require_POST
@page
def add_photos(request: HttpRequest) -> HttpResponse:
    """One picture sent by itself, by a script that shows how far it is; the answer is what the page shows of them."""
    report = remembered(request, UNLOCKED, home_county())
    if report is None:
        said = _("放得太久，页面已经关上了。请重新填查询码；照片还在您的手机里。")
        return render(request, "citizen/photos.html#tiles", {"problem": said}, status=409)
    addition, pile = _changed(request, report, Addition.of(NOTE.read(request), ref=report.case.ref))
    found = shots.listed(waiting(report.county, addition.uploads), "add-shot")
    response = render(
        request,
        "citizen/photos.html#tiles",
        {"shots": found, "problem": pile.refusal},
        status=422 if pile.refusal else 200,
    )
    NOTE.write(response, addition.note)
    return response


@_open
@never_cache
@require_safe
def add_shot(request: HttpRequest, number: int) -> HttpResponse:
    report = remembered(request, UNLOCKED, home_county())
    addition = Addition.of(NOTE.read(request), ref=report.case.ref if report else "")
    return served(request, waiting(home_county(), addition.uploads) if report else [], number)


def _told(
    request: HttpRequest, author: Actor, report: Report, addition: Addition, context: dict[str, Any]
) -> HttpResponse:
    addition, pile = _changed(request, report, addition)
    form = AddForm(request.POST, addition=addition)
    if pile.refusal:
        form.add_error(shots.FIELD, str(pile.refusal))
    if form.is_valid() and not form.staying:
        try:
            text = form.cleaned_data["text"]
            adding.add(report.case.ref, text=text, uploads=addition.uploads, by=author, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            response: HttpResponse = redirect("citizen:heard")
            remember(response, UNLOCKED, report, report.case.ref, said=RIGHT)
            NOTE.forget(response)
            return response
    if form.is_valid():
        addition = addition.having(text=form.cleaned_data["text"])
        response = redirect("citizen:add")
        remember(response, UNLOCKED, report, report.case.ref)
    else:
        response = _asked(request, report, addition, form, context)
    NOTE.write(response, addition.note)
    return response


def _changed(request: HttpRequest, report: Report, addition: Addition) -> tuple[Addition, shots.Pile]:
    pile = shots.changed(request, addition.uploads, county=report.county)
    return addition.having(uploads=pile.key, photos=pile.count), pile


def _asked(
    request: HttpRequest, report: Report, addition: Addition, form: AddForm, context: dict[str, Any]
) -> HttpResponse:
    """The page with its form. Whoever is writing has half an hour from now."""
    context |= {"form": form, "shots": shots.listed(waiting(report.county, addition.uploads), "add-shot")}
    response = render(request, "citizen/add.html", context, status=422 if form.errors else 200)
    remember(response, UNLOCKED, report, report.case.ref)
    return response
