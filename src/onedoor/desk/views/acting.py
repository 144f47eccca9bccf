"""Take a step of a case: parse, one action, answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from onedoor.cases import queries
from onedoor.cases.actions import (
    answering,
    assisting,
    attaching,
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
    unmasking,
    visiting,
)
from onedoor.cases.actions.attaching import is_key
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.reporters import to_ask
from onedoor.core.refusal import Refused
from onedoor.desk.beginning import Step, again, form_of, page_of, told_in, words_in
from onedoor.desk.collisions import Moved, seen_in, unmoved
from onedoor.desk.dossier import Dossier
from onedoor.desk.drafts import title_of
from onedoor.desk.forms.advised import AdvisedForm, pressed
from onedoor.desk.forms.base import StepForm
from onedoor.desk.uploading import take_in
from onedoor.desk.verbs import VERBS
from onedoor.desk.views.cases import missing, opened, page
from onedoor.dispatch.actions import advising
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.actions import drafting
from onedoor.work.models import Draft
from onedoor.work.queries import draft_of

ACTIONS: dict[str, Callable[..., Case]] = {
    "triage": advising.triage, "dispatch": advising.dispatch, "entrust": dispatching.entrust, "sign": signing.sign,
    "reassign": advising.reassign,
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
    "attach": attaching.add_files,
}  # fmt: skip

_LOOKING = {"template", "remove", "take", "look"}
"""Buttons that ask for the form again, filled in otherwise or with other proposals, and take no step."""


@guarded()
@require_POST
def act(request: ActorRequest, ref: str, verb: str) -> HttpResponse:
    about = request.POST.get("request", "") or request.POST.get("report", "")
    try:
        found = opened(request, ref)
        if verb not in ACTIONS:
            raise Refused(_("没有“%(verb)s”这一步。请回到本件重新选择。") % {"verb": verb})
    except Refused as refusal:
        return _gone(request, ref, verb, about, refusal)
    return _filled(request, found, verb, about) if VERBS[verb].form else _pressed(request, found, verb)


def _pressed(request: ActorRequest, found: Dossier, verb: str) -> HttpResponse:
    """A step that asks nothing."""
    try:
        case = _take(request, ACTIONS[verb], found.case.ref, {})
    except Moved:
        return page(request, opened(request, found.case.ref), seen=seen_in(request.POST.get("seen")))
    except Refused as refusal:
        return page(request, opened(request, found.case.ref), said=str(refusal))
    return _onward(request, verb, case)


def _filled(request: ActorRequest, found: Dossier, verb: str, about: str) -> HttpResponse:
    """A step with a form. Whatever stands in the way, what was written comes back with it, and is kept as a draft."""
    ref, made, wrong = found.case.ref, form_of(verb), {}
    for name in made.takes:
        if is_key(key := request.POST.get(name, "")):
            wrong[name] = take_in(request, name, key, at=timezone.now())
    step = again(found, verb, about, request.POST)
    step.wrong = wrong
    if not _LOOKING.isdisjoint(request.POST):
        return page(request, found, step=step)
    refused = [sentence for sentences in wrong.values() for sentence in sentences]
    post: QueryDict = request.POST
    given, action = dict[str, Any](), ACTIONS[verb]
    if whole := _whole(step.form, post):
        (post, given), action = whole, advising.place
    elif "place" in post:
        refused.append(_("这条建议已经不在了。请看看现在的建议，再定。"))
    form = step.form = made(post, dossier=found, about=about)
    if not form.is_valid() or refused:
        for sentence in refused:
            form.add_error(None, sentence)
        step.draft = _keep(request, ref, verb, about) if step.left else step.draft
        return page(request, found, step=step)
    keys = {name: request.POST.get(name, "") for name in made.takes}
    try:
        case = _take(request, action, ref, form.values | keys | given)
    except Moved:
        step.seen, step.moved = seen_in(request.POST.get("seen")), True
    except Refused as refusal:
        step.refusal = refusal
    else:
        drafting.drop(page_of(ref, verb, about), by=request.actor)
        return _onward(request, verb, case)
    return _back(request, step, about)


def _whole(form: StepForm, post: QueryDict) -> tuple[QueryDict, dict[str, Any]] | None:
    """What was sent with what a proposal fills in, and to whom the case goes with this very step; None unless the
    button was pressed that takes a proposal whole, and there is one that can be."""
    offer = pressed(post, ref=form.case.ref) if "place" in post else None
    if offer is None or not isinstance(form, AdvisedForm) or not form.placed(offer):
        return None
    sent = post.copy()
    for name, value in form.filled_by(offer).items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent, {"to": offer.unit, "assists": offer.assists}


def _back(request: ActorRequest, step: Step, about: str) -> HttpResponse:
    """The form again, on the page as it is now."""
    try:
        now = opened(request, step.form.case.ref)
    except Refused as refusal:
        return _gone(request, step.form.case.ref, step.verb, about, refusal)
    form = form_of(step.verb)(step.form.data, dossier=now, about=about)
    if why := step.refusal:
        form.add_error(why.field if _shown(form, why.field) else None, str(why))
    step.form, step.draft = form, _keep(request, step.form.case.ref, step.verb, about)
    return page(request, now, step=step)


def _gone(request: ActorRequest, ref: str, verb: str, about: str, refusal: Refused) -> HttpResponse:
    """The case is not there any more for this actor: their words are."""
    made = VERBS[verb].form if verb in VERBS else None
    left = words_in(made.base_fields.items(), told_in(request.POST)) if made else []
    if left:
        _keep(request, ref, verb, about)
    return missing(request, refusal, left=left)


def _keep(request: ActorRequest, ref: str, verb: str, about: str) -> Draft | None:
    """Keep what was written, over an older draft of the same step."""
    page, told = page_of(ref, verb, about), told_in(request.POST)
    before = draft_of(request.actor, page)
    try:
        return drafting.keep(
            page, values=told, title=title_of(told), version=before.version if before else 0, by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    except Refused:
        return draft_of(request.actor, page)


def _take(request: ActorRequest, action: Callable[..., Case], ref: str, values: dict[str, Any]) -> Case:
    """Take the step, unless others did something since the form was opened. Raises Moved or Refused."""
    by = request.actor
    with transaction.atomic():
        unmoved(by.county, ref, seen=seen_in(request.POST.get("seen")), by=by)
        return action(ref, **values, by=by, at=timezone.now())


def _onward(request: ActorRequest, verb: str, case: Case) -> HttpResponse:
    messages.success(request, _done(verb, case))
    return redirect("desk:case", ref=case.ref) if queries.visible(case, request.actor) else redirect("desk:inbox")


def _shown(form: Form, field: str) -> bool:
    return field in form.fields and not form.fields[field].widget.is_hidden


def _done(verb: str, case: Case) -> str:
    if verb == "visit" and case.state == State.REVIEWED:
        left = len(to_ask(case))
        return ngettext("已记录。还有%(n)d位来件人要回访。", "已记录。还有%(n)d位来件人要回访。", left) % {"n": left}
    if verb == "triage" and case.state == State.DISPATCHED and case.lead:
        return _("已定级分流，派给%(unit)s。") % {"unit": case.lead.name}
    return _("已%(verb)s。") % {"verb": VERBS[verb].label}
