"""The addresses of what was learned, each called so that it does something for whoever may."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from onedoor.cases.models import Case
from tests.dispatch.examples import version

Call = Callable[[Client, Case], HttpResponse]


def page(client: Client, case: Case) -> HttpResponse:
    return client.get("/desk/dispatch")  # type: ignore[return-value]


def choose(client: Client, case: Case) -> HttpResponse:
    version(1, state="retired", reason="replaced")
    return client.post("/desk/dispatch/model", {"number": "1", "reason": "换回来。"})  # type: ignore[return-value]


LEARNING: dict[str, tuple[Call, set[str]]] = {
    "learning": (page, {"dispatch", "leader", "admin"}),
    "learning-choose": (choose, {"leader", "admin"}),
}
