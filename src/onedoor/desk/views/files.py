"""Files of a case: shown to whoever may see them, and taken in while a step's form is being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onedoor.cases import attachments
from onedoor.cases.actions.attaching import is_key
from onedoor.cases.actions.viewing import looked
from onedoor.core import pictures
from onedoor.core.refusal import Refused
from onedoor.core.uploads import JPEG
from onedoor.desk.exhibits import waiting
from onedoor.desk.uploading import FIELDS, Slot, take_in
from onedoor.desk.views.cases import missing, opened
from onedoor.organisation.guards import ActorRequest, guarded

_NOTHING_ELSE = "default-src 'none'; sandbox"


@guarded()
@require_GET
def file(request: ActorRequest, ref: str, number: int) -> HttpResponse:
    """One attachment, a picture to be looked at and a paper to be saved; ``?small=1``: the picture for a list."""
    try:
        found = opened(request, ref)
        one = attachments.attached(found.case, found.sight, number)
        content = attachments.content_of(one)
        small = bool(request.GET.get("small")) and one.type == JPEG
        content = pictures.small(content) if small else content
    except Refused as refusal:
        return missing(request, refusal)
    if not small:
        looked(found.case, by=request.actor, at=found.now)
    answer = HttpResponse(content, content_type=one.type)
    answer["Content-Disposition"] = content_disposition_header(one.type != JPEG, one.name) or "attachment"
    answer["Content-Security-Policy"] = _NOTHING_ELSE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@guarded()
@require_POST
def uploads(request: ActorRequest, ref: str) -> HttpResponse:
    """Files for a form that is still being written: they wait under its key. Answers with what waits there now."""
    try:
        opened(request, ref)
        name, key = request.POST.get("field", ""), request.POST.get("key", "")
        if name not in FIELDS or not is_key(key):
            raise Refused(_("表单的编号不对。请刷新页面，重新填写。"))
    except Refused as refusal:
        return missing(request, refusal)
    wrong = take_in(request, name, key, at=timezone.now())
    slot = Slot(name, "", key, waiting(request.actor.county, key), wrong)
    return render(request, "desk/case/waiting.html", {"slot": slot}, status=422 if wrong else 200)
