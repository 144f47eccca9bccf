"""Find a case by its reference, a supervision order by its number, a resident's open cases by their phone; or cases by
words of their title or place; or the list of a unit or a place by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from onedoor.cases.queries import found_by_phone
from onedoor.cases.searching import AMONG, by_words
from onedoor.core.refs import parse_ref
from onedoor.desk.frame import frame
from onedoor.geography.atlas import atlas
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.queries import directory
from onedoor.work.queries import orders

LINKS = 8
"""So many units and places are offered."""


@dataclass(frozen=True)
class Link:
    """A list that a name leads to."""

    icon: str
    words: str
    href: str


@guarded()
@require_GET
def find(request: ActorRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    if ref := parse_ref(asked):
        is_order = orders(request.actor).filter(number=ref).exists()
        return redirect("desk:order", number=ref) if is_order else redirect("desk:case", ref=ref)
    found = found_by_phone(request.actor, asked) if asked else []
    context = frame(request) | {
        "asked": asked,
        "found": found,
        "by_words": [] if found or len(asked) < 2 else by_words(request.actor, asked),
        "links": list(_links(request.actor.county, asked)) if len(asked) > 1 else [],
        "among": AMONG,
    }
    return render(request, "desk/find.html", context)


def _links(county: str, asked: str) -> Iterator[Link]:
    """Units and places whose name holds what was asked for."""
    cases = reverse("desk:cases")
    units = [unit for unit in directory(county).by_code.values() if unit.active and asked in unit.name]
    for unit in units[:LINKS]:
        yield Link("building", unit.name, f"{cases}?{urlencode({'unit': unit.code})}")
    places = atlas(county)
    for place in [place for place in places.places.values() if asked in place.name][:LINKS]:
        yield Link("map-pin", places.path(place.code), f"{cases}?{urlencode({'area': place.code})}")
