"""Other systems and their keys (接口用户), on pages of the set-up. ``frame`` draws the desk around a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onedoor.core.refusal import Refused
from onedoor.exchange.actions.clients import add_client, change_client, renew_client, revoke_client
from onedoor.exchange.forms import RenewForm, TermsForm
from onedoor.exchange.models import Client
from onedoor.exchange.queries import changes, clients_of, named
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.setup.actions.applying import must_set_up

Frame = Callable[..., dict[str, Any]]


@guarded(Duty.ADMINISTER)
@require_GET
def clients(request: ActorRequest, *, frame: Frame) -> HttpResponse:
    """Every system that has or had a key."""
    try:
        must_set_up(request.actor)
    except Refused as refusal:
        return _refused(request, refusal, frame)
    context = {"clients": clients_of(request.actor.county, at=timezone.now())}
    return render(request, "exchange/clients.html", frame(request, here="setup") | context)


@guarded(Duty.ADMINISTER)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, *, frame: Frame) -> HttpResponse:
    """Give another system a key; the answer shows it, once."""
    try:
        must_set_up(request.actor)
    except Refused as refusal:
        return _refused(request, refusal, frame)
    form = TermsForm(request.POST or None, county=request.actor.county)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            client, key = add_client(code, terms=form.terms, by=request.actor, at=timezone.now())
        except Refused as refusal:
            _beside(form, refusal)
        else:
            return _key(request, client, key, frame)
    context = frame(request, here="setup") | {"form": form}
    return render(request, "exchange/client_new.html", context, status=422 if form.is_bound else 200)


@guarded(Duty.ADMINISTER)
@never_cache
@require_http_methods(["GET", "POST"])
def client(request: ActorRequest, code: str, *, frame: Frame) -> HttpResponse:
    """What one system may do, and what was ever said about it."""
    try:
        known = _called(request, code)
    except Refused as refusal:
        return _refused(request, refusal, frame)
    form = TermsForm(request.POST or None, county=known.county, client=known)
    if request.method == "POST" and form.is_valid():
        try:
            change_client(code, terms=form.terms, by=request.actor, at=timezone.now())
        except Refused as refusal:
            _beside(form, refusal)
        else:
            messages.success(request, _("已存上。"))
            return redirect("exchange:client", code=code)
    return _page(request, known, form, RenewForm(), frame, status=422 if form.is_bound else 200)


@guarded(Duty.ADMINISTER)
@never_cache
@require_POST
def act(request: ActorRequest, code: str, act: str, *, frame: Frame) -> HttpResponse:
    """Renew the key, which is shown once, or take it back."""
    try:
        known = _called(request, code)
        if act == "revoke":
            revoke_client(code, by=request.actor, at=timezone.now())
            messages.success(request, _("密钥已停用，马上就不能用了。"))
            return redirect("exchange:client", code=code)
        if act != "renew":
            raise Refused(_("没有这个操作。请回到列表再试。"))
    except Refused as refusal:
        return _refused(request, refusal, frame)
    form = RenewForm(request.POST)
    if form.is_valid():
        overlap = form.cleaned_data["overlap"]
        try:
            renewed, key = renew_client(code, overlap=overlap, by=request.actor, at=timezone.now())
        except Refused as refusal:
            _beside(form, refusal)
        else:
            return _key(request, renewed, key, frame)
    return _page(request, known, TermsForm(county=known.county, client=known), form, frame, status=422)


def _page(
    request: ActorRequest, known: Client, form: TermsForm, renewing: RenewForm, frame: Frame, *, status: int
) -> HttpResponse:
    context = {
        "client": named(known, at=timezone.now()), "form": form, "renewing": renewing, "changes": changes(known),
    }  # fmt: skip
    return render(request, "exchange/client.html", frame(request, here="setup") | context, status=status)


def _key(request: ActorRequest, client: Client, key: str, frame: Frame) -> HttpResponse:
    context = {"client": client, "key": key}
    return render(request, "exchange/client_key.html", frame(request, here="setup") | context)


def _called(request: ActorRequest, code: str) -> Client:
    """The client with this code. Raises Refused where there is none, and without the right to set the county up."""
    must_set_up(request.actor)
    known = Client.objects.select_related("unit").filter(county=request.actor.county, code=code).first()
    if known is None:
        raise Refused(_("没有代码为“%(code)s”的接口用户。请核对代码。") % {"code": code})
    return known


def _beside(form: TermsForm | RenewForm, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _refused(request: ActorRequest, refusal: Refused, frame: Frame) -> HttpResponse:
    context = frame(request, here="setup") | {"refusal": str(refusal)}
    return render(request, "exchange/refused.html", context, status=404)
