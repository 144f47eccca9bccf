"""Supervision orders (督办单): the list, one order, issuing one, and its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onedoor.cases import queries as cases
from onedoor.cases.models import Case
from onedoor.core import clock
from onedoor.core.refs import parse_ref
from onedoor.core.refusal import Refused
from onedoor.desk.forms.orders import AnswerForm, DischargeForm, OrderForm, SendAgainForm
from onedoor.desk.frame import frame
from onedoor.desk.paging import page_of
from onedoor.desk.timeline import chases  # noqa: F401  (says what happens to orders)
from onedoor.desk.timeline.wording import SAYS, Wording
from onedoor.desk.views.cases import missing
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work import queries
from onedoor.work.actions import ordering
from onedoor.work.flow import ORDER, State
from onedoor.work.models import Order, Task


@dataclass(frozen=True)
class Act:
    """One step of an order as the desk offers it."""

    label: object
    icon: str
    form: type[Form]
    take: Callable[..., Order]
    danger: bool = False


ACTS: dict[str, Act] = {
    "answer_order": Act(gettext_lazy("反馈"), "message-2", AnswerForm, ordering.answer_order),
    "discharge_order": Act(gettext_lazy("销号"), "circle-check", DischargeForm, ordering.discharge_order),
    "send_order_again": Act(
        gettext_lazy("退回重办"), "rotate", SendAgainForm, ordering.send_order_again, danger=True
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """One line of an order's history."""

    title: str
    text: str
    quote: str
    at: datetime
    who: str


@guarded(Duty.SUPERVISE, Duty.HANDLE)
@require_GET
def orders(request: ActorRequest) -> HttpResponse:
    """The orders the actor may see, the latest first; ``state`` narrows."""
    state = request.GET.get("state", "")
    listed = queries.orders(request.actor)
    if state in State.values:
        listed = listed.filter(state=state)
    found = page_of(listed.defer("limit"), by="issued_at", after=request.GET.get("after", ""), newest_first=True)
    context = frame(request) | {
        "rows": found.rows, "next": found.next, "first": found.first, "state": state, "states": State.choices,
    }  # fmt: skip
    return render(request, "desk/orders.html", context)


@guarded(Duty.SUPERVISE, Duty.HANDLE)
@require_GET
def order(request: ActorRequest, number: str) -> HttpResponse:
    try:
        shown = _seen_by(request.actor, number)
    except Refused as refusal:
        return missing(request, refusal)
    return _page(request, shown, asked=request.GET.get("do", ""))


@guarded(Duty.SUPERVISE, Duty.HANDLE)
@require_POST
def act(request: ActorRequest, number: str, verb: str) -> HttpResponse:
    """Take a step of an order: parse, one action, answer."""
    try:
        shown = _seen_by(request.actor, number)
        step = ACTS.get(verb)
        if step is None:
            raise Refused(_("没有“%(verb)s”这一步。请回到督办单重新选择。") % {"verb": verb})
    except Refused as refusal:
        return missing(request, refusal)
    form = step.form(request.POST)
    if form.is_valid():
        try:
            step.take(shown.number, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("已%(verb)s。") % {"verb": step.label})
            return redirect("desk:order", number=shown.number)
    return _page(request, shown, asked=verb, form=form)


@guarded(Duty.SUPERVISE)
@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest) -> HttpResponse:
    """Issue an order about a late task (``?task=``) or about a whole case (``?case=``)."""
    try:
        subject, task = _matter(request)
    except Refused as refusal:
        return missing(request, refusal)
    county = request.actor.county
    form = OrderForm(request.POST or None, county=county, task=task)
    if form.is_valid():
        try:
            made = ordering.issue_order(
                subject, **form.cleaned_data, task=task.id if task else None, by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("已给%(unit)s发督办单。") % {"unit": made.unit.name})
            return redirect("desk:order", number=made.number)
    context = frame(request) | {"form": form, "task": task, "ref": _ref(subject)}
    return render(request, "desk/order_new.html", context, status=422 if form.is_bound else 200)


def _matter(request: ActorRequest) -> tuple[str, Task | None]:
    """What a new order is about. Raises Refused where the actor may not see it."""
    number = request.GET.get("task", "")
    if number.isdecimal():
        task = Task.objects.select_related("unit").filter(county=request.actor.county, pk=int(number)).first()
        if task is None or not request.actor.may(Duty.SUPERVISE, area=task.area):
            raise Refused(_("没有这项待办，或者不在您督办的地方。请回到超期清单。"))
        return cases.seen_by(request.actor, _ref(task.subject)).subject, task
    ref = request.GET.get("case", "")
    return cases.seen_by(request.actor, parse_ref(ref) or ref).subject, None


def _seen_by(actor: Actor, number: str) -> Order:
    found = queries.orders(actor).filter(number=parse_ref(number) or number).first()
    if found is None:
        raise Refused(_("没有编号%(number)s的督办单，或者您没有查看它的权限。") % {"number": number})
    return found


def _page(request: ActorRequest, order: Order, *, asked: str = "", form: Form | None = None) -> HttpResponse:
    """The page of an order, with one step's form open."""
    usable = [step.verb for step in ORDER.open_steps(state=order.state) if _may(order, step.verb, request.actor)]
    verb = asked if asked in ACTS and (form or asked in usable) else next(iter(usable), "")
    if form is None and verb:
        form = ACTS[verb].form()
    context = frame(request) | {
        "order": order,
        "ref": _ref(order.subject),
        "why": clock.explain(order.limit),
        "moments": _moments(order),
        "acts": [(usable_verb, ACTS[usable_verb]) for usable_verb in usable],
        "verb": verb,
        "act": ACTS.get(verb),
        "form": form,
    }
    return render(request, "desk/order.html", context, status=422 if form is not None and form.errors else 200)


def _may(order: Order, verb: str, actor: Actor) -> bool:
    try:
        order.permitted(verb, by=actor)
    except Refused:
        return False
    return True


def _moments(order: Order) -> list[Moment]:
    wording = Wording(Case.objects.get(county=order.county, ref=_ref(order.subject)), timezone.now())
    told = []
    for line in reversed(queries.record_of(order)):
        happening = line.happening
        title, text = SAYS[happening.name](wording, happening.payload)
        told.append(Moment(title, text, line.words, happening.at, wording.who(happening.actor)))
    return told


def _ref(subject: str) -> str:
    return subject.removeprefix("case:")
