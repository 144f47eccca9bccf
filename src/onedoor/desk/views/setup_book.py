"""The set-up workbook on screens: download it, upload it, see what it would do, and agree."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onedoor.core.refusal import Refused
from onedoor.desk.forms.setup import UploadForm
from onedoor.desk.frame import frame
from onedoor.desk.views.setup import refused
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.setup.actions import exporting, importing, uploading
from onedoor.setup.actions.applying import must_set_up
from onedoor.setup.actions.importing import Imported
from onedoor.setup.export import workbook
from onedoor.setup.report import MOST, SHOWN
from onedoor.setup.sheets import SHEETS
from onedoor.setup.state import State

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@guarded(Duty.ADMINISTER)
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Upload a workbook, and see what it would change; nothing is written yet."""
    try:
        must_set_up(request.actor)
    except Refused as refusal:
        return refused(request, refusal)
    if request.method == "GET":
        return _page(request, UploadForm(label_suffix=""))
    form = UploadForm(request.POST, request.FILES, label_suffix="")
    if form.is_valid():
        file, now = form.cleaned_data["file"], timezone.now()
        try:
            book = uploading.keep_upload(file.read(), name=file.name, by=request.actor, at=now)
            return _page(request, form, importing.look_at(book, by=request.actor, at=now), name=file.name)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return _page(request, form, status=422)


@guarded(Duty.ADMINISTER)
@never_cache
@require_POST
def agree(request: ActorRequest) -> HttpResponse:
    """Take in the workbook that was shown, if it would still do exactly what was shown."""
    now = timezone.now()
    form = UploadForm(label_suffix="")
    try:
        book = uploading.kept_upload(by=request.actor, at=now)
        result = importing.bring_in(book, expected=request.POST.get("plan", "-"), by=request.actor, at=now)
    except Refused as refusal:
        try:
            fresh = importing.look_at(uploading.kept_upload(by=request.actor, at=now), by=request.actor, at=now)
        except Refused:
            return refused(request, refusal)
        return _page(request, form, fresh, said=str(refusal), status=409)
    if result.outcome.findings:
        return _page(request, form, result, status=409)
    uploading.drop_upload(by=request.actor, at=now)
    context = {"result": result, "counts": _counts(result), "passwords": result.passwords}
    return render(request, "desk/setup_done.html", frame(request, here="setup") | context)


@guarded(Duty.ADMINISTER)
@require_POST
def export(request: ActorRequest) -> HttpResponse:
    """The whole set-up as a workbook; who took it is on the record."""
    now = timezone.now()
    try:
        made = exporting.take_out(by=request.actor, at=now)
    except Refused as refusal:
        return refused(request, refusal)
    return _file(made, f"setup-{request.actor.county}-{timezone.localdate(now):%Y%m%d}.xlsx")


@guarded(Duty.ADMINISTER)
@require_GET
def template(request: ActorRequest) -> HttpResponse:
    """A workbook without rows, to fill in."""
    try:
        must_set_up(request.actor)
    except Refused as refusal:
        return refused(request, refusal)
    return _file(workbook(State(request.actor.county, timezone.now()), empty=True), "setup.xlsx")


@guarded(Duty.ADMINISTER)
@require_POST
def discard(request: ActorRequest) -> HttpResponse:
    """Forget the workbook that was uploaded."""
    try:
        uploading.drop_upload(by=request.actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal)
    return redirect("desk:setup")


def _file(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _page(
    request: ActorRequest,
    form: UploadForm,
    result: Imported | None = None,
    *,
    name: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = frame(request, here="setup") | {"form": form, "result": result, "name": name, "said": said}
    if result is not None:
        findings, changes = result.outcome.findings, result.outcome.changes
        context |= {
            "findings": findings[:MOST], "more_findings": max(0, len(findings) - MOST), "total": len(findings),
            "changes": changes[:SHOWN], "more_changes": max(0, len(changes) - SHOWN), "counts": _counts(result),
        }  # fmt: skip
        status = 422 if findings and status == 200 else status
    return render(request, "desk/setup_import.html", context, status=status)


def _counts(result: Imported) -> list[tuple[str, object]]:
    return [(str(SHEETS[code].title), tally) for code, tally in result.outcome.tallies.items()]
