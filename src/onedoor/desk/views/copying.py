"""A case in the field order of another system, ready to paste (抄录单)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from onedoor.cases.actions.copying import copy_out, may_copy
from onedoor.cases.actions.viewing import looked
from onedoor.core.refusal import Refused
from onedoor.desk.copies.filling import Filled, filled
from onedoor.desk.copies.sheet import CopySheet, sheets
from onedoor.desk.dossier import Dossier
from onedoor.desk.forms.copying import CLEAR, CopyForm
from onedoor.desk.frame import frame
from onedoor.desk.views.cases import missing, opened
from onedoor.organisation.guards import ActorRequest, guarded


@guarded()
@require_http_methods(["GET", "POST"])
def copy(request: ActorRequest, ref: str) -> HttpResponse:
    """Choose a sheet; sending the choice is copying, and goes on the record."""
    try:
        found = opened(request, ref)
        may_copy(found.case, by=request.actor)
        known = sheets()
    except Refused as refusal:
        return missing(request, refusal)
    looked(found.case, by=request.actor, at=found.now)
    form = CopyForm(request.POST or None, sheets=known, may_clear=found.sight.contact)
    context = frame(request) | {"case": found.case, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            sheet, clear = known[form.cleaned_data["sheet"]], form.cleaned_data.get("who") == CLEAR
            told = _copied(found, sheet, clear=clear, reason=form.cleaned_data.get("reason", ""))
            return render(request, "desk/copied.html", context | {"sheet": sheet, "filled": told, "clear": clear})
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, "desk/copy.html", context, status=422 if request.method == "POST" else 200)


def _copied(found: Dossier, sheet: CopySheet, *, clear: bool, reason: str) -> Filled:
    report, contact = copy_out(
        found.case.ref, sheet=sheet.name, clear=clear, reason=reason, by=found.actor, at=found.now
    )
    return filled(sheet, found, report, contact, clear=clear)
