"""The duty list for everybody who works here: whose is an item in a place (职责清单)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onedoor.catalogue.models import DutyEntry, Item
from onedoor.catalogue.queries import catalogue
from onedoor.desk.forms.steps import unit_choices
from onedoor.desk.frame import frame
from onedoor.geography.atlas import atlas
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.queries import directory


@dataclass(frozen=True)
class Line:
    """Where an item is whose, and who helps."""

    place: str
    unit: str
    assists: str
    citation: str


@guarded()
@require_GET
def duty_list(request: ActorRequest) -> HttpResponse:
    county = request.actor.county
    item, unit = request.GET.get("item", ""), request.GET.get("unit", "")
    kept = catalogue(county)
    today = timezone.localdate()
    rows = [
        (kept.items[code], lines)
        for code in sorted(kept.entries)
        if code in kept.items
        and _about(kept.items[code], item)
        and (lines := _lines(county, kept.entries[code], unit, on=today))
    ]
    parents = [one for one in kept.items.values() if not one.parent]
    context = frame(request, here="duty-list") | {
        "rows": rows,
        "item": item,
        "unit": unit,
        "items": [(up, [one for one in kept.items.values() if one.parent == up.code]) for up in parents],
        "units": unit_choices(county),
    }
    return render(request, "desk/duty_list.html", context)


def _about(item: Item, asked: str) -> bool:
    return not asked or asked in (item.code, item.parent)


def _lines(county: str, entries: list[DutyEntry], unit: str, *, on: date) -> list[Line]:
    """The lines in force, those of one unit where one is asked for; the whole county first."""
    units, places = directory(county), atlas(county)
    found = []
    for entry in sorted(entries, key=lambda entry: entry.area):
        if not (entry.valid_from <= on and (entry.valid_to is None or on <= entry.valid_to)):
            continue
        lead = units.by_id.get(entry.unit_id) if entry.unit_id else None
        if unit and unit not in (lead.code if lead else "", *entry.assists):
            continue
        helpers = _("、").join(units.by_code[code].name for code in entry.assists if code in units.by_code)
        whose = lead.name if lead else _("所在镇街")
        found.append(Line(places.path(entry.area), whose, helpers, entry.citation))
    return found
