"""What is asked for, what for, who sees it, how long it stays."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onedoor.citizen import notice as told
from onedoor.citizen.frame import frame, page
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county


@public("whoever is asked for something must be able to read why first")
@require_safe
@page
def notice(request: HttpRequest) -> HttpResponse:
    context = frame(request)
    lines = told.lines(home_county(), now=context["now"])
    context |= {"lines": lines, "groups": told.groups(lines), "whole": told.whole()}
    return render(request, "citizen/privacy.html", context)
