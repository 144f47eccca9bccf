"""Clients of the API for tests: a key, and a browser that shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from onedoor.exchange.actions.clients import Terms, add_client
from onedoor.exchange.models import Client, Scope
from onedoor.organisation.actor import Actor
from tests.small_county import COUNTY

ROOT = "/api/v1"
LIFT = {"channel": "hotline", "text": "翠湖花园3幢的电梯又停了。", "area": "990801001001", "name": "周晓云"}
_numbers = count(1)


@dataclass(frozen=True)
class Caller:
    """Another system with its key; ``get`` and ``post`` take the path after ``/api/v1``."""

    client: Client
    key: str

    def get(self, path: str, **headers: str) -> HttpResponse:
        return Browser(raise_request_exception=False).get(ROOT + path, headers=self._with(headers))  # type: ignore[return-value]

    def post(self, path: str, body: object, *, once: str = "", **headers: str) -> HttpResponse:
        """``once`` is the Idempotency-Key; without one a new one is made."""
        told = {"Idempotency-Key": once or f"t-{next(_numbers)}", **self._with(headers)}
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        browser = Browser(raise_request_exception=False)
        return browser.post(ROOT + path, content, content_type="application/json", headers=told)  # type: ignore[return-value]

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", **headers}


def caller(*scopes: str, unit: str = "centre", code: str = "", **terms: Any) -> Caller:
    """A new client of a unit with these scopes (none named: all)."""
    agreed = Terms(name="县热线平台", unit=unit, scopes=scopes or Scope.values, **terms)
    by = Actor.system(COUNTY)
    client, key = add_client(code or f"c-{next(_numbers)}", terms=agreed, by=by, at=timezone.now())
    return Caller(client, key)


def told(response: HttpResponse) -> Any:
    """What an answer says."""
    return json.loads(response.content)
