"""The place on a map, from the county down to the grid; the list beside the map says the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onedoor.citizen.draft import NOTE, Draft
from onedoor.citizen.frame import frame, page
from onedoor.citizen.places import anywhere
from onedoor.geography.atlas import atlas
from onedoor.geography.codes import ancestors
from onedoor.geography.drawing import drawn
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

_SIZE = (360, 330)
"""As wide as a phone, so that the names on it are as large as its text."""


@public("the map of the county is everybody's")
@never_cache
@require_safe
@page
def area_map(request: HttpRequest, code: str = "") -> HttpResponse:
    known = atlas(home_county())
    here = known.places.get(code or anywhere(known))
    if here is None:
        return redirect("citizen:map")
    draft = Draft.of(NOTE.read(request))
    chosen = draft.area if draft.area != here.code else ""
    above = [known.places[step] for step in ancestors(here.code)[:-1] if step in known.places]
    context = frame(request) | {
        "here": here,
        "whole": here.code == anywhere(known),
        "above": above,
        "parts": known.children.get(here.code, []),
        "path": known.path(here.code),
        "drawing": drawn(known, here.code, size=_SIZE, chosen=chosen, lon=draft.lon, lat=draft.lat, link=_address),
    }
    return render(request, "citizen/map.html", context)


def _address(code: str) -> str:
    return reverse("citizen:map-of", args=[code])
