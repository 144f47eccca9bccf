"""The addresses of the pages about keys, each called so that it does something for whoever may."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from onedoor.cases.models import Case
from onedoor.exchange.actions.clients import Terms, add_client
from onedoor.exchange.models import Client as System
from onedoor.organisation.actor import Actor
from tests.setup.routes import ADMIN, Call
from tests.small_county import COUNTY, MONDAY

TERMS = {"name": "县热线平台", "unit": "centre", "scopes": ["reports:read"], "per_minute": "120"}


def _there() -> None:
    """A system with a key, as often as somebody asks for it."""
    if not System.objects.filter(code="hotline").exists():
        terms = Terms(name="县热线平台", unit="centre", scopes=["reports:read"])
        add_client("hotline", terms=terms, by=Actor.system(COUNTY), at=MONDAY)


def new(client: Client, case: Case) -> HttpResponse:
    return client.post("/desk/clients/new", TERMS | {"code": "platform"})  # type: ignore[return-value]


def change(client: Client, case: Case) -> HttpResponse:
    _there()
    return client.post("/desk/clients/hotline", TERMS | {"name": "县12345"})  # type: ignore[return-value]


def renew(client: Client, case: Case) -> HttpResponse:
    _there()
    return client.post("/desk/clients/hotline/renew", {"overlap": "7"})  # type: ignore[return-value]


CLIENTS: dict[str, tuple[Call, set[str]]] = {
    "clients": (lambda client, case: client.get("/desk/clients/"), ADMIN),  # type: ignore[dict-item, return-value]
    "new-client": (new, ADMIN),
    "client": (change, ADMIN),
    "client-act": (renew, ADMIN),
}
