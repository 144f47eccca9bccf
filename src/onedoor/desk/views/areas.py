"""The areas of the county: a tree, the drawn map, and what lies in the one that is open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from onedoor.desk.frame import frame
from onedoor.geography.atlas import Atlas, Place, atlas
from onedoor.geography.codes import ancestors
from onedoor.geography.drawing import drawn
from onedoor.geography.models import Area
from onedoor.geography.models.area import Level
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.queries import Directory, directory


@dataclass(frozen=True)
class Row:
    """One area of the open one, ready to print; ``href`` is empty where there is nothing to open."""

    code: str
    name: str
    level: str
    href: str
    valid_from: date
    valid_to: date | None
    ended: bool
    followed: list[tuple[str, str]]
    unit: str
    borrowed: bool
    """The unit is that of the area above: this one has none of its own."""
    drawn: bool


@dataclass(frozen=True)
class Branch:
    """One line of the tree, and the lines under it where it is open."""

    place: Place
    href: str
    here: bool
    branches: list[Branch]


@guarded()
@require_GET
def areas(request: ActorRequest) -> HttpResponse:
    known = atlas(request.actor.county)
    county = f"{known.county}000000"
    asked = request.GET.get("in", "") or county
    code = known.current(asked)
    if code != asked and known.known(code):
        return redirect(_address(code))
    if asked != county and not known.known(asked):
        raise Http404
    units = directory(known.county)
    context = frame(request, here="areas") | {
        "place": known.places.get(code),
        "name": known.name(code),
        "crumbs": [(known.name(step), _address(step)) for step in ancestors(code)[:-1] if known.known(step)],
        "map": drawn(known, code, link=_address),
        "tree": _branches(known, county, code),
        "rows": _rows(known, units, code),
        "unit": _unit(units, known, code)[0],
        "counts": _counts(known, code),
        "may_import": request.actor.may(Duty.ADMINISTER, area=county),
    }
    return render(request, "desk/areas.html", context)


def _address(code: str) -> str:
    return f"{reverse('desk:areas')}?{urlencode({'in': code})}"


def _branches(known: Atlas, code: str, here: str) -> list[Branch]:
    """The areas right below, those on the way to the open one with theirs."""
    way = ancestors(here)
    return [
        Branch(
            place,
            _address(place.code),
            place.code == here,
            _branches(known, place.code, here) if place.code in way else [],
        )
        for place in known.children.get(code, [])
        if place.level != Level.GRID or place.parent in way
    ]


def _rows(known: Atlas, units: Directory, code: str) -> list[Row]:
    """What lies in the open area and what did, by code and the day it began."""
    today = timezone.localdate()
    found = Area.objects.filter(county=known.county, parent=code).defer("boundary").order_by("code", "valid_from")
    return [_row(known, units, area, today) for area in found]


def _row(known: Atlas, units: Directory, area: Area, today: date) -> Row:
    ended = area.valid_to is not None and area.valid_to < today
    unit, borrowed = _unit(units, known, area.code)
    return Row(
        code=area.code,
        name=area.name,
        level=str(Level(area.level).label),
        href="" if ended else _address(area.code),
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        ended=ended,
        followed=[(known.name(each), _address(each) if known.known(each) else "") for each in area.successors],
        unit="" if ended else unit,
        borrowed=borrowed,
        drawn=known.drawn(area.code),
    )


def _unit(units: Directory, known: Atlas, code: str) -> tuple[str, bool]:
    """The unit whose area this is, and whether it is only that of an area above."""
    by_area: dict[str, str] = {}
    for unit in units.by_code.values():
        if unit.active and unit.kind not in (unit.Kind.DEPARTMENT, unit.Kind.COMPANY, unit.Kind.UPPER):
            for area in known.successions.reach(unit.area):
                by_area.setdefault(area, unit.name)
    for step in reversed(ancestors(code)):
        if step in by_area:
            return by_area[step], step != code
    return "", False


def _counts(known: Atlas, code: str) -> list[tuple[str, int]]:
    """How many areas of each level lie in the open one, the highest level first."""
    counted: Counter[str] = Counter()
    waiting = list(known.children.get(code, []))
    while waiting:
        place = waiting.pop()
        counted[place.level] += 1
        waiting += known.children.get(place.code, [])
    return [(str(level.label), counted[level]) for level in Level if counted[level]]
