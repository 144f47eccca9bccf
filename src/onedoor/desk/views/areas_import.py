"""A file of areas on screens: upload it, see what it would change, and agree."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from onedoor.core import blobs
from onedoor.core.crypto import CannotDecrypt
from onedoor.core.refusal import Refused
from onedoor.desk.forms.areas import AreasForm
from onedoor.desk.frame import frame
from onedoor.desk.views.setup import refused
from onedoor.geography import taking
from onedoor.geography.actions.importing import Plan
from onedoor.organisation.actions.mapping import take_areas
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.rules import centre_area, must_administer

_KEPT = "areas-file"
_SHOWN = 100


@guarded(Duty.ADMINISTER)
@require_http_methods(["GET", "POST"])
def look(request: ActorRequest) -> HttpResponse:
    """Choose a file and see what it would change; nothing is written yet, and the file is kept for one agreement."""
    try:
        must_administer(request.actor, centre_area(request.actor))
    except Refused as refusal:
        return refused(request, refusal)
    sent = request.method == "POST"
    form = AreasForm(
        request.POST if sent else None, request.FILES if sent else None, initial={"on": timezone.localdate()},
        label_suffix="",
    )  # fmt: skip
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    told = form.cleaned_data
    content = told["file"].read()
    try:
        planned = _planned(request, content, told["file"].name, told["on"], whole=told["whole"])
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form, status=422)
    if planned.stopped or planned.idle:
        return _page(request, form, planned, status=422 if planned.stopped else 200)
    request.session[_KEPT] = {
        "file": blobs.keep(content), "name": told["file"].name, "on": told["on"].isoformat(), "whole": told["whole"],
    }  # fmt: skip
    return _page(request, form, planned)


@guarded(Duty.ADMINISTER)
@require_POST
def agree(request: ActorRequest) -> HttpResponse:
    """Take in the file that was shown."""
    kept = request.session.pop(_KEPT, {})
    form = AreasForm(initial={"on": timezone.localdate()}, label_suffix="")
    try:
        content = blobs.read(kept["file"])
        planned = _planned(request, content, kept["name"], date.fromisoformat(kept["on"]), whole=kept["whole"])
        take_areas(planned, by=request.actor, at=timezone.now())
    except (KeyError, OSError, CannotDecrypt):
        return _page(request, form, said=_("没有等着确认的文件了。请再上传一次。"), status=422)
    except Refused as refusal:
        return _page(request, form, said=str(refusal), status=422)
    blobs.drop(kept["file"])
    n = len(planned.new) + len(planned.changed) + len(planned.ended)
    messages.success(request, ngettext("收下了，%(n)d处变了。", "收下了，%(n)d处变了。", n) % {"n": n})
    return redirect("desk:areas")


def _planned(request: ActorRequest, content: bytes, name: str, on: date, *, whole: bool) -> Plan:
    """What the file would change in this county. Raises Refused when it is about another, or cannot be read."""
    county = request.actor.county
    source = taking.uploaded(content, filename=name)
    found = {plan.county: plan for plan in taking.plans(source, on=on, whole=whole)}
    if county not in found:
        others = "、".join(sorted(filter(None, found))[:5])
        raise Refused(
            _("文件里没有本县（%(county)s）的地方，只有%(others)s。请换一个文件。")
            % {"county": county, "others": others or _("认不出的代码")},
            field="file",
        )
    return found[county]


def _page(
    request: ActorRequest, form: AreasForm, planned: Plan | None = None, *, said: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = frame(request, here="areas") | {"form": form, "plan": planned, "said": said}
    if planned is not None:
        context |= {
            "stops": [finding for finding in planned.findings if finding.stops][:_SHOWN],
            "remarks": [finding for finding in planned.findings if not finding.stops][:_SHOWN],
            "more": max(len(planned.findings) - _SHOWN, 0),
            "changes": [
                (_("新加"), [(area.code, area.name, "") for area in planned.new[:_SHOWN]], len(planned.new)),
                (_("修改"), [(area.code, area.name, "") for area in planned.changed[:_SHOWN]], len(planned.changed)),
                (_("到期"), [(area.code, area.name, new) for area, new in planned.ended[:_SHOWN]], len(planned.ended)),
            ],
        }
    return render(request, "desk/areas_import.html", context, status=status)
