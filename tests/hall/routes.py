"""Calls of every route of the hall, as somebody in the browser makes them, for the tables of who may open what."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from onedoor.cases.models import Case
from onedoor.hall.actions import arranging, calling, receiving, ticketing
from onedoor.hall.models import ServiceLine
from tests.hall.halls import furnish
from tests.small_county import actors

NOTE = {"mode": "sort", "asked": "问办到哪一步了。", "told": "三天内答复。", "next": "go_on"}


def _furnished() -> None:
    if not ServiceLine.objects.exists():
        furnish()


def screen(client: Client, case: Case) -> HttpResponse:
    _furnished()
    return client.get("/desk/hall")  # type: ignore[return-value]


def queue(client: Client, case: Case) -> HttpResponse:
    _furnished()
    return client.get("/desk/hall/queue")  # type: ignore[return-value]


def issue(client: Client, case: Case) -> HttpResponse:
    _furnished()
    return client.post("/desk/hall/tickets", {"line": "A"})  # type: ignore[return-value]


def finish(client: Client, case: Case) -> HttpResponse:
    _furnished()
    by, now = actors()["guide"], timezone.now()
    ticketing.issue("A", by=by, at=now)
    ticket = calling.call_next("w1", by=by, at=now)
    return client.post(f"/desk/hall/tickets/{ticket.id}/finish", {"outcome": "answered"})  # type: ignore[return-value]


def window(client: Client, case: Case) -> HttpResponse:
    _furnished()
    return client.get("/desk/hall/window")  # type: ignore[return-value]


def call_next(client: Client, case: Case) -> HttpResponse:
    _furnished()
    ticketing.issue("A", by=actors()["guide"], at=timezone.now())
    client.post("/desk/hall/window", {"window": "w1"})
    return client.post("/desk/hall/window/next")  # type: ignore[return-value]


def talks(client: Client, case: Case) -> HttpResponse:
    return client.get("/desk/hall/talks")  # type: ignore[return-value]


def note(client: Client, case: Case) -> HttpResponse:
    return client.post(f"/desk/hall/talks/new?case={case.ref}", NOTE | {"ref": case.ref})  # type: ignore[return-value]


def talk(client: Client, case: Case) -> HttpResponse:
    made = receiving.receive(ref=case.ref, **NOTE, by=actors()["guide"], at=timezone.now())
    return client.get(f"/desk/hall/talks/{made.id}")  # type: ignore[return-value]


def arrive(client: Client, case: Case) -> HttpResponse:
    now = timezone.now()
    made = arranging.arrange(case.ref, mode="joint", units=["housing"], by=actors()["guide"], at=now)
    return client.post(f"/desk/hall/talks/{made.id}/arrive")  # type: ignore[return-value]
