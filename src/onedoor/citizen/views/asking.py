"""Look whether there is an answer already. It stands beside the way to report and never in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onedoor.citizen import knowing
from onedoor.citizen.frame import frame, page
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

_LONGEST = 60


@public("what the centre answers to everybody")
@require_safe
@page
def ask(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:_LONGEST]
    context = frame(request)
    context |= {"words": words, "known": knowing.asked(home_county(), words, now=context["now"])}
    return render(request, "citizen/ask.html", context)
