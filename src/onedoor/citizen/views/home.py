"""The door: report something, or see how far it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onedoor.citizen.draft import NOTE, Draft
from onedoor.citizen.frame import frame, page
from onedoor.organisation.guards import public


@public("the door stands open: this is where everybody begins")
@never_cache
@require_safe
@page
def home(request: HttpRequest) -> HttpResponse:
    draft = Draft.of(NOTE.read(request))
    begun = bool(draft.text or draft.photos)
    return render(request, "citizen/home.html", frame(request) | {"begun": begun})
