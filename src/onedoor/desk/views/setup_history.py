"""Who changed what of a sheet, or of one row: when, how, from what to what."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from onedoor.core.refusal import Refused
from onedoor.desk.frame import frame
from onedoor.desk.views.setup import PAGE, called, entries, query, refused
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.setup import history as record

KINDS = {
    "added": pgettext_lazy("set-up", "新加"), "changed": pgettext_lazy("set-up", "修改"),
    "ended": pgettext_lazy("set-up", "停用"),
}  # fmt: skip
BY_HAND = gettext_lazy("在页面上")


@guarded(Duty.ADMINISTER)
@require_GET
def history(request: ActorRequest, sheet: str) -> HttpResponse:
    """The changes of a sheet, the latest first; ``k`` narrows to one row, ``before`` begins the page."""
    try:
        shown = called(request, sheet)
    except Refused as refusal:
        return refused(request, refusal)
    key = tuple(request.GET.getlist("k")) or None
    text = request.GET.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 10 else 0
    found = record.history(request.actor.county, shown, key=key, before=before, size=PAGE + 1)
    context = {
        "sheet": shown,
        "name": shown.named(key) if key and len(key) == len(shown.key) else "",
        "query": query(key) if key else "",
        "entries": entries(request, found[:PAGE]),
        "next": found[PAGE - 1].happening.seq if len(found) > PAGE else 0,
        "first": not before,
    }
    return render(request, "desk/setup_history.html", frame(request, here="setup") | context)
