"""Drafts: saved by themselves while somebody writes, listed, opened again, thrown away."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onedoor.core.refusal import Refused
from onedoor.desk.drafts import PAGE, TITLE, VERSION, address, row, same_window, signed, title_of, values_of, written
from onedoor.desk.frame import frame
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.specialists import posts_with_specialities
from onedoor.work.actions import drafting
from onedoor.work.models import Draft
from onedoor.work.queries import draft_of, drafts_of


@guarded()
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: ActorRequest) -> HttpResponse:
    """The list of drafts; ``?page=`` gives one as JSON; sending a form here keeps it."""
    if request.method == "POST":
        return _keep(request)
    if page := request.GET.get("page", ""):
        return JsonResponse(_told(draft_of(request.actor, page)))
    posts = {post.code: post.name for post in posts_with_specialities(request.actor.county)}
    rows = [row(draft, request.actor, posts=posts) for draft in drafts_of(request.actor)]
    return render(request, "desk/drafts.html", frame(request, here="drafts") | {"rows": rows})


def _keep(request: ActorRequest) -> HttpResponse:
    page, seen = request.POST.get(PAGE, ""), request.POST.get(VERSION, "")
    values = written(request.POST)
    title = request.POST.get(TITLE, "").strip() or title_of(values)
    version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    if draft := draft_of(request.actor, page):
        same, older = same_window(draft, request.POST)
        if older:
            return JsonResponse(_told(draft))
        version = draft.version if same else version
    signed_values = signed(values, request.POST)
    try:
        draft = drafting.keep(
            page, values=signed_values, title=title, version=version, by=request.actor, at=timezone.now()
        )  # fmt: skip
    except Refused as refusal:
        told = _told(draft_of(request.actor, page)) if refusal.field == "version" else {}
        return JsonResponse(told | {"said": str(refusal)}, status=409 if told else 422)
    return JsonResponse(_told(draft))


def _told(draft: Draft | None) -> dict[str, object]:
    if draft is None:
        return {"version": 0, "saved_at": "", "values": {}}
    at = timezone.localtime(draft.saved_at)
    return {"version": draft.version, "saved_at": at.strftime("%H:%M:%S"), "values": values_of(draft)}


@guarded()
@require_POST
def drop(request: ActorRequest) -> HttpResponse:
    page = request.POST.get("page", "")
    drafting.drop(page, by=request.actor)
    notes.success(request, _("草稿丢掉了。"))
    return redirect((address(page) if "back" in request.POST else "") or "desk:drafts")
