"""The QR code on the wall: the grid is known, so the report begins with what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onedoor.citizen.draft import NOTE, Draft
from onedoor.citizen.frame import frame, page
from onedoor.geography.atlas import atlas
from onedoor.geography.qr import parse_grid
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county


@public("a code on a wall is there for everybody who passes")
@never_cache
@require_safe
@page
def scan(request: HttpRequest, token: str) -> HttpResponse:
    places = atlas(home_county())
    # A code on a wall outlives the grid it was printed for.
    printed = parse_grid(token)
    grid = places.current(printed) if printed else None
    if grid is None or not places.known(grid):
        return render(request, "citizen/wrong_code.html", frame(request), status=404)
    draft = Draft.of(NOTE.read(request))
    if draft.grid != grid:
        draft = draft.having(grid=grid, area=grid, place="", lon=None, lat=None)
    response = redirect("citizen:what")
    NOTE.write(response, draft.note)
    return response
