"""Take one step for many cases (批量办理): choose, say what, look on while it is done, see what was not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onedoor.core.refusal import Refused
from onedoor.desk.bulk import BULK, BulkVerb, offered, taking
from onedoor.desk.bulk.choosing import picked
from onedoor.desk.bulk.looking import outlook, said
from onedoor.desk.filters.fields import INBOX, SHELVES
from onedoor.desk.forms.orders import PlainForm
from onedoor.desk.frame import frame
from onedoor.organisation.actor import Actor
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.actions import batching
from onedoor.work.models import Batch, BatchLine
from onedoor.work.own import batch_of, batches_of, lines, progress

PAGE = 200
"""So many lines of a result stand on one page."""


@guarded()
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: ActorRequest) -> HttpResponse:
    """What the actor did for many lately; sending a list's form chooses for another."""
    if request.method != "POST":
        rows = [(batch, BULK.get(batch.verb), told) for batch, told in batches_of(request.actor)]
        return render(request, "desk/bulk.html", frame(request) | {"rows": rows})
    told, now = request.POST, timezone.now()
    shelf = told.get("shelf", INBOX)
    verb = told.get("verb", "")
    try:
        if verb not in offered(request.actor, shelf if shelf in SHELVES else INBOX):
            raise Refused(_("这一步不能批量办，或者不是您的职责。"))
        most = settings.ONEDOOR_BULK_MOST
        chosen = picked(told, by=request.actor, at=now, most=most)
        made = batching.prepare(verb, chosen, most=most, by=request.actor, at=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        back = told.get("next", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if safe else reverse("desk:inbox"))
    return redirect("desk:batch", batch=made.pk)


@guarded()
@require_GET
def batch(request: ActorRequest, batch: int) -> HttpResponse:
    """One batch: before it begins what it needs and what stands in the way; then how far it is; then what it did."""
    found = batch_of(request.actor, batch)
    if found is None or found.verb not in BULK:
        return _gone(request)
    return _page(request, found)


@guarded()
@require_POST
def act(request: ActorRequest, batch: int, act: str) -> HttpResponse:
    """Begin a batch, go on with it, stop it, or try again what it refused."""
    found = batch_of(request.actor, batch)
    if found is None or found.verb not in BULK or act not in ACTS:
        return _gone(request)
    try:
        return ACTS[act](request, found, timezone.now())
    except Refused as refusal:
        return _page(request, found, wrong=str(refusal))


def _begin(request: ActorRequest, batch: Batch, at: datetime) -> HttpResponse:
    form = _form(batch, request.actor, request.POST)
    if not form.is_valid():
        return _page(request, batch, form=form)
    told = {name: request.POST.getlist(name) for name in form.fields}
    batching.begin(batch.pk, values=json.dumps(told), by=request.actor, at=at)
    return redirect("desk:batch", batch=batch.pk)


def _go(request: ActorRequest, batch: Batch, at: datetime) -> HttpResponse:
    """The next lines. A script asks for the fragment again and again; without one somebody presses a button."""
    form = _form(batch, request.actor, _kept(batch))
    if not form.is_valid():
        batching.stop(batch.pk, by=request.actor, at=at)
        raise Refused(_("开始时填的内容现在用不了了，停在这里。请重新选择再办。"))
    take = taking(batch.verb, form.cleaned_data, by=request.actor, at=at)
    batch = batching.go_on(batch.pk, take=take, by=request.actor, at=at)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/bulk_progress.html", _context(request, batch))
    return redirect("desk:batch", batch=batch.pk)


def _stop(request: ActorRequest, batch: Batch, at: datetime) -> HttpResponse:
    batching.stop(batch.pk, by=request.actor, at=at)
    return redirect("desk:batch", batch=batch.pk)


def _resume(request: ActorRequest, batch: Batch, at: datetime) -> HttpResponse:
    batching.resume(batch.pk, by=request.actor, at=at)
    return redirect("desk:batch", batch=batch.pk)


def _again(request: ActorRequest, batch: Batch, at: datetime) -> HttpResponse:
    made = batching.again(batch.pk, most=settings.ONEDOOR_BULK_MOST, by=request.actor, at=at)
    return redirect("desk:batch", batch=made.pk)


ACTS: dict[str, Callable[[ActorRequest, Batch, datetime], HttpResponse]] = {
    "begin": _begin, "go": _go, "stop": _stop, "resume": _resume, "again": _again,
}  # fmt: skip


def _form(batch: Batch, actor: Actor, told: QueryDict | None) -> PlainForm:
    return BULK[batch.verb].form(told, county=actor.county)


def _kept(batch: Batch) -> QueryDict:
    """What was filled in at the beginning, as it was sent."""
    kept = QueryDict(mutable=True)
    for name, values in json.loads(batch.values or "{}").items():
        kept.setlist(name, values)
    return kept


def _first_values(batch: Batch, verb: BulkVerb, actor: Actor) -> PlainForm:
    """The form before it is sent; of a batch that is tried again with what was filled in then."""
    known = {name: values[-1] for name, values in json.loads(batch.values or "{}").items() if values}
    return verb.form(county=actor.county, initial=known)


def _context(request: ActorRequest, batch: Batch) -> dict[str, Any]:
    told = progress(batch)
    return {
        "batch": batch,
        "verb": BULK[batch.verb],
        "progress": told,
        "running": batch.begun_at is not None and batch.ended_at is None and batch.stopped_at is None,
        "prepared": batch.begun_at is None,
        "now": timezone.now(),
        "said": ngettext("已办%(n)d件", "已办%(n)d件", told.done) % {"n": told.done},
    }


def _page(request: ActorRequest, batch: Batch, *, form: PlainForm | None = None, wrong: str = "") -> HttpResponse:
    batch.refresh_from_db()
    context = frame(request) | _context(request, batch) | {"wrong": wrong}
    if context["prepared"]:
        context["form"] = form or _first_values(batch, BULK[batch.verb], request.actor)
        context["outlook"] = outlook(batch, request.actor)
    else:
        context |= _lines(request, batch)
    return render(request, "desk/batch.html", context, status=422 if form or wrong else 200)


def _lines(request: ActorRequest, batch: Batch) -> dict[str, Any]:
    """The lines of a result: those that were not done, or, asked for, those that were."""
    state = BatchLine.State.DONE if request.GET.get("show") == "done" else BatchLine.State.REFUSED
    after = request.GET.get("after", "")
    asked = lines(batch, state).filter(place__gt=int(after) if after.isdecimal() and len(after) < 9 else 0)
    found = list(asked[: PAGE + 1])
    return {
        "rows": said(found[:PAGE], request.actor),
        "showing": state,
        "after": found[PAGE - 1].place if len(found) > PAGE else "",
    }


def _gone(request: ActorRequest) -> HttpResponse:
    told = _("没有这一批，或者不是您办的。请从“批量办理”里打开。")
    return render(request, "desk/missing.html", frame(request) | {"refusal": told}, status=404)
