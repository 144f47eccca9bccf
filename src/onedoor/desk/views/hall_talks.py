"""Talks (接谈): the list, one talk, arranging one, noting one, and what invited units do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.core.refs import parse_ref
from onedoor.core.refusal import Refused
from onedoor.desk.drafts import TALK, Values, kept, version
from onedoor.desk.forms.hall import ArrangeForm, AttachForm, CallOffForm, InviteForm, NoteForm, ReceiveForm, SpeakForm
from onedoor.desk.frame import frame
from onedoor.desk.hall_seat import window_of
from onedoor.desk.views.cases import missing
from onedoor.hall import queries, rights, talks
from onedoor.hall.actions import arranging, attending, receiving
from onedoor.hall.flow import TalkState
from onedoor.hall.models import Invitation
from onedoor.hall.models.talk import Mode, Next
from onedoor.hall.talks import Seen
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.queries import post_names
from onedoor.work.actions import drafting


@dataclass(frozen=True)
class Act:
    """One thing that can be done about a talk."""

    label: object
    icon: str
    take: Callable[..., object]
    form: type[Form] | None = None
    danger: bool = False


ACTS: dict[str, Act] = {
    "arrive": Act(gettext_lazy("签到：我单位到了"), "check", attending.arrive),
    "speak": Act(gettext_lazy("写本单位意见"), "message-2", attending.speak, SpeakForm),
    "conclude": Act(gettext_lazy("写接谈结果"), "pencil", receiving.conclude, NoteForm),
    "attach": Act(gettext_lazy("归到事项"), "link", receiving.attach, AttachForm),
    "invite": Act(gettext_lazy("再请单位"), "users", arranging.invite, InviteForm),
    "call_off": Act(gettext_lazy("取消接谈"), "x", arranging.call_off, CallOffForm, True),
}


@dataclass(frozen=True)
class Guest:
    """One invited unit: whether it is there, and what it said."""

    invitation: Invitation
    state: str
    late: bool
    said: list[Any]


@guarded(Duty.REGISTER, Duty.TRIAGE, Duty.DISPATCH, Duty.LEAD, Duty.HANDLE, Duty.INFORM)
@require_GET
def listing(request: ActorRequest) -> HttpResponse:
    """What is arranged, and what took place today."""
    rows = talks.listed(request.actor, at=timezone.now())
    context = frame(request, here="talks") | {"rows": rows, "at_the_centre": rights.guides(request.actor)}
    return render(request, "desk/hall_talks.html", context)


@guarded(Duty.REGISTER, Duty.TRIAGE, Duty.DISPATCH, Duty.LEAD, Duty.HANDLE, Duty.INFORM)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Note a talk that takes place now, or arrange one (``?arrange=1``); about ``?case=``, for the number ``?ticket=``
    of one's own window."""
    now, county = timezone.now(), request.actor.county
    arranging_it = request.GET.get("arrange", "") == "1"
    ref = parse_ref(request.GET.get("case", "")) or ""
    mine = window_of(request, at=now)
    ticket = queries.at_window(mine, at=now) if mine and request.GET.get("ticket") else None
    ref = ref or (ticket.case.ref if ticket and ticket.case else "")
    if arranging_it and not ref:
        return missing(request, Refused(_("要约接谈，先打开事项，再从那里约。")))
    form: Form
    draft = "" if arranging_it else f"{TALK}new:{ref}".removesuffix(":")
    if arranging_it:
        form = ArrangeForm(request.POST or None, county=county, today=timezone.localdate(now))
    else:
        form = ReceiveForm(request.POST or None, initial={"ref": ref, **kept(request.actor, draft)})
    if form.is_valid():
        given = form.cleaned_data | {"window": mine.code if mine else "", "ticket": ticket.id if ticket else None}
        try:
            if arranging_it:
                made = arranging.arrange(ref, **given, by=request.actor, at=now)
            else:
                made = receiving.receive(**given, by=request.actor, at=now)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if draft:
                drafting.drop(draft, by=request.actor)
            messages.success(request, _("已约好。") if arranging_it else _("已记下。"))
            return redirect("desk:talk", talk=made.id)
    context = frame(request, here="talks") | {
        "form": form, "arranging": arranging_it, "ref": ref, "ticket": ticket, "window": mine, "query": _query(request),
        "draft": draft, "version": version(request.actor, draft) if draft else 0,
    }  # fmt: skip
    return render(request, "desk/hall_talk_new.html", context, status=422 if form.is_bound else 200)


def _query(request: ActorRequest) -> str:
    told = request.GET.copy()
    told.pop("arrange", None)
    return told.urlencode()


@guarded()
@require_GET
def talk(request: ActorRequest, talk: int) -> HttpResponse:
    """One talk: who is asked, who is there, what was said."""
    try:
        seen = talks.seen_by(request.actor, talk)
    except Refused as refusal:
        return missing(request, refusal)
    return _page(request, seen, asked=request.GET.get("do", ""))


@guarded()
@require_POST
def act(request: ActorRequest, talk: int, verb: str) -> HttpResponse:
    """Do something about a talk: parse, one action, answer."""
    try:
        seen = talks.seen_by(request.actor, talk)
        if verb not in ACTS:
            raise Refused(_("没有“%(verb)s”这一步。请回到接谈重新选择。") % {"verb": verb})
    except Refused as refusal:
        return missing(request, refusal)
    form = _form(verb, request, request.POST)
    if form is None or form.is_valid():
        given = form.cleaned_data if form else {}
        try:
            ACTS[verb].take(talk, **given, by=request.actor, at=timezone.now())
        except Refused as refusal:
            if form is None:
                return _page(request, seen, said=str(refusal))
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if form is not None:
                drafting.drop(_draft(talk, verb), by=request.actor)
            return redirect("desk:talk", talk=talk)
    return _page(request, seen, asked=verb, form=form)


def _draft(talk: int, verb: str) -> str:
    return f"{TALK}{talk}:{verb}"


def _form(verb: str, request: ActorRequest, told: Any = None, *, begun: Values | None = None) -> Form | None:
    made = ACTS[verb].form
    if made is InviteForm:
        return InviteForm(told, county=request.actor.county, today=timezone.localdate())
    return made(told, initial=begun) if made else None


def _page(
    request: ActorRequest, seen: Seen, *, asked: str = "", form: Form | None = None, said: str = ""
) -> HttpResponse:
    now, found = timezone.now(), seen.talk
    usable = _usable(request, seen)
    verb = asked if asked in usable or form else next(iter(usable), "")
    if form is None and verb:
        form = _form(verb, request, begun=kept(request.actor, _draft(found.id, verb)))
    told = talks.said(seen)
    note = told.note.words if told.note else {"asked": found.asked, "told": found.told}
    context = frame(request, here="talks") | {
        "talk": found,
        "case": found.case,
        "seen": seen,
        "guests": [_guest(one, told, now) for one in talks.asked_to(found)],
        "note": {name: text for name, text in note.items() if text},
        "reason": told.reason,
        "acts": [(name, ACTS[name]) for name in usable],
        "verb": verb,
        "act": ACTS.get(verb),
        "form": form,
        "said": said,
        "draft": _draft(found.id, verb) if form else "",
        "version": version(request.actor, _draft(found.id, verb)) if form else 0,
        "onward": _onward(request, seen),
        "by": post_names(found.county).get(found.by, ""),
        "now": now,
    }
    status = 422 if said or (form is not None and form.errors) else 200
    return render(request, "desk/hall_talk.html", context, status=status)


def _usable(request: ActorRequest, seen: Seen) -> list[str]:
    """What this actor may do about the talk now, what is owed first."""
    found, usable = seen.talk, []
    if found.state == TalkState.ARRANGED and seen.invitation:
        usable.append("speak" if seen.invitation.arrived_at else "arrive")
    if _receives(request, found.case):
        if found.state == TalkState.ARRANGED:
            usable += ["conclude", *(["invite"] if found.mode == Mode.JOINT else []), "call_off"]
        elif found.case is None and not found.forgotten_at:
            usable.append("attach")
    return usable


def _receives(request: ActorRequest, case: Case | None) -> bool:
    try:
        rights.must_receive(request.actor, case)
    except Refused:
        return False
    return True


def _guest(invitation: Invitation, told: talks.Said, now: Any) -> Guest:
    late = invitation.late(now)
    if invitation.arrived_at:
        state = _("已到场")
    elif invitation.task.closed_at:
        state = _("没有到场") if invitation.task.outcome == "absent" else _("不用到场了")
    else:
        state = _("还没到，已超时") if late else _("等到场")
    return Guest(invitation, state, late, told.units.get(invitation.unit.code, []))


def _onward(request: ActorRequest, seen: Seen) -> list[tuple[str, str]]:
    """Where a talk that was held leads: to its registration, or to giving the case to a unit that was there."""
    found = seen.talk
    if found.state != TalkState.HELD:
        return []
    if found.case is None:
        may = request.actor.has(Duty.REGISTER) and found.next != Next.SETTLED and not found.forgotten_at
        return [(_("登记来件"), f"{reverse('desk:register')}?channel=window")] if may else []
    if not seen.page or found.next != Next.DISPATCH:
        return []
    page = reverse("desk:case", args=[found.case.ref])
    if found.case.state in (State.TRIAGED, State.RULED) and found.case.allows(request.actor, Duty.DISPATCH):
        there = [one.unit for one in talks.asked_to(found) if one.arrived_at]
        return [(_("派给%(unit)s") % {"unit": unit.name}, f"{page}?do=dispatch&to={unit.code}") for unit in there]
    return []
