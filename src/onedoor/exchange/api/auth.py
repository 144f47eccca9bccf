"""Who calls: the client whose key this is, as an actor with no more than the scope of the operation."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from onedoor.core.refusal import Refused
from onedoor.core.sentence import Sentence
from onedoor.exchange import keys
from onedoor.exchange.api.limits import Allowance, spend, wrong_key
from onedoor.exchange.api.problems import Problem
from onedoor.exchange.models import Client, Scope
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.duties import READ, Duty
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory, home_county

_ACTS = {Scope.REPORTS_WRITE: Duty.REGISTER, Scope.TASKS_WRITE: Duty.HANDLE}


@dataclass(frozen=True)
class Caller:
    """The client that called, the scope that let it in, and who it is in this house while this operation runs."""

    client: Client
    scope: Scope
    actor: Actor
    at: datetime

    @property
    def county(self) -> str:
        return self.client.county


class ApiRequest(HttpRequest):
    """A request whose key was checked. ``told`` are headers its answer gets."""

    caller: Caller
    allowance: Allowance
    told: dict[str, str]


class Bearer(HttpBearer):
    """``Authorization: Bearer od_…``; sessions and cookies open nothing here."""

    openapi_bearerFormat = "od_<code>_<secret>"
    openapi_description = "接口密钥。 The key of a client: od_, its code, and its secret."

    def __init__(self, scopes: tuple[Scope, ...]) -> None:
        super().__init__()
        self._scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller, counted. None for a key that opens nothing; raises Problem for one without the scope, and when
        there were too many requests."""
        now = timezone.now()
        client = _client(token, now)
        if client is None:
            wrong_key(request, now=time.time())
            return None
        request.allowance = spend(f"client:{client.pk}", limit=client.per_minute, now=time.time())  # type: ignore[attr-defined]
        scope = next((scope for scope in self._scopes if scope in client.scopes), None)
        if scope is None:
            said = _("这个密钥没有“%(scope)s”权限。请联系中心的系统管理岗。")
            raise Problem("no-scope", Sentence(said, {"scope": str(self._scopes[0])}))
        _used(client, now)
        request.caller = Caller(client, scope, actor_of(client, scope), now)  # type: ignore[attr-defined]
        return request.caller  # type: ignore[attr-defined, no-any-return]


def actor_of(client: Client, scope: Scope) -> Actor:
    """The client as an actor for one scope: of its unit, inside its area. A scope that reads gives the centre's
    clients sight of the area, and nobody a duty; one that writes gives the one duty it is for."""
    unit = directory(client.county).by_id[client.unit_id]
    duty = _ACTS.get(scope)
    duties = {str(duty)} if duty else {READ} if unit.kind == Unit.Kind.CENTRE else set()
    standing = Standing(client.subject, unit.code, unit.id, frozenset(duties), client.area, client.name)
    return Actor(client.subject, client.county, (standing,), client.name, outside=True)


def _client(token: str, now: datetime) -> Client | None:
    shown = keys.SHAPE.fullmatch(token)
    if shown is None:
        return None
    try:
        county = home_county()
    except Refused:
        return None
    client = Client.objects.filter(county=county, code=shown["code"]).first()
    if client is None or not keys.opens(client, shown["secret"], at=now):
        return None
    unit = directory(county).by_id.get(client.unit_id)
    return client if unit is not None and unit.active else None


def _used(client: Client, now: datetime) -> None:
    """Keep the day on which a key was last used; no statement but the first one of a day."""
    today = timezone.localdate(now)
    if client.last_used_on != today:
        Client.objects.filter(pk=client.pk).update(last_used_on=today)
