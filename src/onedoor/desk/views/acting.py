"""Take a step of a case: parse, one action, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.cases import queries
from onedoor.cases.actions import closing, dispatching, replying, returning, reviewing, signing, triaging, visiting
from onedoor.cases.models import Case
from onedoor.core.refs import parse_ref
from onedoor.core.refusal import Refused
from onedoor.desk.verbs import VERBS
from onedoor.desk.views.cases import missing, page
from onedoor.organisation.actor import Actor
from onedoor.organisation.guards import ActorRequest, guarded

ACTIONS: dict[str, Callable[..., Case]] = {
    "triage": triaging.triage, "dispatch": dispatching.dispatch, "entrust": dispatching.entrust, "sign": signing.sign,
    "send_back": returning.send_back, "rule": returning.rule, "reply": replying.reply, "review": reviewing.review,
    "rework": reviewing.rework, "visit": visiting.visit, "close": closing.close, "confirm": closing.confirm,
    "archive": closing.archive,
}  # fmt: skip


@guarded()
@require_POST
def act(request: ActorRequest, ref: str, verb: str) -> HttpResponse:
    try:
        case = queries.seen_by(request.actor, parse_ref(ref) or ref)
        if verb not in ACTIONS:
            raise Refused(_("没有“%(verb)s”这一步。请回到本件重新选择。") % {"verb": verb})
    except Refused as refusal:
        return missing(request, refusal)
    made = VERBS[verb].form
    form = made(request.POST, case=case, today=timezone.localdate()) if made else None  # type: ignore[call-arg]
    if form is not None and not form.is_valid():
        return page(request, case, asked=verb, form=form)
    try:
        _take(verb, case.ref, form.values if form else {}, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    except Refused as refusal:
        if form is None:
            return page(request, queries.seen_by(request.actor, case.ref), said=str(refusal))
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return page(request, case, asked=verb, form=form)
    messages.success(request, _("已%(verb)s。") % {"verb": VERBS[verb].label})
    return redirect("desk:case", ref=case.ref)


def _take(verb: str, ref: str, values: dict[str, Any], *, by: Actor, at: datetime) -> None:
    ACTIONS[verb](ref, **values, by=by, at=at)
