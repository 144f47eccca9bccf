"""The knowledge base as staff search and read it (知识库)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onedoor.catalogue.finding import MOST, listed
from onedoor.catalogue.knowing import entry_called, is_overdue
from onedoor.catalogue.queries import catalogue
from onedoor.core.refusal import Refused
from onedoor.desk.frame import frame
from onedoor.desk.views.cases import missing
from onedoor.organisation.guards import ActorRequest, guarded


@guarded()
@require_GET
def knowledge(request: ActorRequest) -> HttpResponse:
    county, now = request.actor.county, timezone.now()
    today = timezone.localdate(now)
    asked, item = request.GET.get("q", "").strip()[:200], request.GET.get("item", "")
    found = listed(county, asked=asked, item=item, at=now)
    late = request.GET.get("state") == "late"
    rows = [(one, is_overdue(one.entry, on=today)) for one in found]
    rows = [row for row in rows if row[1]] if late else rows
    context = frame(request, here="knowledge") | {
        "asked_for": asked,
        "item": item,
        "late": late,
        "items": items_in_use(county),
        "rows": rows[:MOST],
        "more": max(len(rows) - MOST, 0),
        "overdue": sum(1 for entry in catalogue(county).knowledge if is_overdue(entry, on=today)),
        "all": len(catalogue(county).knowledge),
    }
    return render(request, "desk/knowledge.html", context)


def items_in_use(county: str) -> list[tuple[str, str]]:
    """The items that entries are about, with their parents, by code."""
    kept = catalogue(county)
    about = [entry.item for entry in kept.knowledge if entry.item is not None]
    codes = {item.code for item in about} | {item.parent for item in about if item.parent}
    return [(code, f"{code} {kept.items[code]}") for code in sorted(codes) if code in kept.items]


@guarded()
@require_GET
def entry(request: ActorRequest, code: str) -> HttpResponse:
    found = entry_called(request.actor.county, code)
    if found is None:
        return missing(request, Refused(_("没有这一条，或者已经停用。请到知识库里重新查找。")))
    context = {"entry": found, "late": is_overdue(found, on=timezone.localdate())}
    return render(request, "desk/knowledge_entry.html", frame(request, here="knowledge") | context)
