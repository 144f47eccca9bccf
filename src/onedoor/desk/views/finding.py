"""Find a case by its reference, a supervision order by its number, or a resident's open cases by their phone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from onedoor.cases.queries import found_by_phone
from onedoor.core.refs import parse_ref
from onedoor.desk.frame import frame
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.queries import orders


@guarded()
@require_GET
def find(request: ActorRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    if ref := parse_ref(asked):
        is_order = orders(request.actor).filter(number=ref).exists()
        return redirect("desk:order", number=ref) if is_order else redirect("desk:case", ref=ref)
    found = found_by_phone(request.actor, asked) if asked else []
    return render(request, "desk/find.html", frame(request) | {"asked": asked, "found": found})
