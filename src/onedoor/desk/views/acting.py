"""Take a step of a case: parse, one action, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from onedoor.cases import queries
from onedoor.cases.actions import (
    answering,
    assisting,
    closing,
    declining,
    describing,
    dispatching,
    extending,
    merging,
    raising,
    replying,
    requesting,
    returning,
    reviewing,
    safeguarding,
    sealing,
    signing,
    suspending,
    transferring,
    triaging,
    unmasking,
    visiting,
)
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.reporters import to_ask
from onedoor.core.refusal import Refused
from onedoor.desk.verbs import VERBS
from onedoor.desk.views.cases import missing, opened, page
from onedoor.organisation.actor import Actor
from onedoor.organisation.guards import ActorRequest, guarded

ACTIONS: dict[str, Callable[..., Case]] = {
    "triage": triaging.triage, "dispatch": dispatching.dispatch, "entrust": dispatching.entrust, "sign": signing.sign,
    "send_back": returning.send_back, "rule": returning.rule, "reply": replying.reply, "review": reviewing.review,
    "rework": reviewing.rework, "visit": visiting.visit, "close": closing.close, "confirm": closing.confirm,
    "archive": closing.archive, "answer": answering.answer, "transfer": transferring.transfer,
    "take_back": transferring.take_back, "merge": merging.merge, "unmerge": merging.unmerge,
    "ask_decline": declining.ask_decline, "decide_appeal": declining.decide_appeal, "raise": raising.raise_level,
    "lower": raising.lower, "assist": assisting.assist, "inspect": assisting.inspect,
    "ask_extension": extending.ask_extension, "ask_suspension": suspending.ask_suspension,
    "resume": suspending.resume, "decide": requesting.decide, "describe": describing.describe, "seal": sealing.seal,
    "make_report": sealing.make_report, "summarise": sealing.summarise, "stop": safeguarding.stop,
    "decide_safety": safeguarding.decide_safety, "ask_unmask": unmasking.ask_unmask,
}  # fmt: skip


@guarded()
@require_POST
def act(request: ActorRequest, ref: str, verb: str) -> HttpResponse:
    try:
        found = opened(request, ref)
        if verb not in ACTIONS:
            raise Refused(_("没有“%(verb)s”这一步。请回到本件重新选择。") % {"verb": verb})
    except Refused as refusal:
        return missing(request, refusal)
    made = VERBS[verb].form
    about = request.POST.get("request", "") or request.POST.get("report", "")
    form = made(request.POST, dossier=found, about=about) if made else None
    if form is not None and not form.is_valid():
        return page(request, found, asked=verb, form=form)
    try:
        values = form.values if form else {}
        case = _take(verb, found.case.ref, values, by=request.actor, at=timezone.now())
    except Refused as refusal:
        if form is None:
            return page(request, opened(request, ref), said=str(refusal))
        form.add_error(refusal.field if _shown(form, refusal.field) else None, str(refusal))
        return page(request, found, asked=verb, form=form)
    messages.success(request, _done(verb, case))
    return redirect("desk:case", ref=case.ref) if queries.visible(case, request.actor) else redirect("desk:inbox")


def _take(verb: str, ref: str, values: dict[str, Any], *, by: Actor, at: datetime) -> Case:
    return ACTIONS[verb](ref, **values, by=by, at=at)


def _shown(form: Form, field: str) -> bool:
    return field in form.fields and not form.fields[field].widget.is_hidden


def _done(verb: str, case: Case) -> str:
    if verb == "visit" and case.state == State.REVIEWED:
        left = len(to_ask(case))
        return ngettext("已记录。还有%(n)d位来件人要回访。", "已记录。还有%(n)d位来件人要回访。", left) % {"n": left}
    return _("已%(verb)s。") % {"verb": VERBS[verb].label}
