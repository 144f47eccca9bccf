"""Every operation is shut to whoever shows no key, to a key without its scope, and open to one with it."""

from __future__ import annotations

import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from onedoor.exchange.api import urls  # noqa: F401  (adds the operations)
from onedoor.exchange.api.router import OPERATIONS, Operation
from onedoor.exchange.models import Scope
from tests.exchange.api.clients import ROOT, caller
from tests.small_county import SmallCounty


def call(operation: Operation, key: str = "") -> HttpResponse:
    """Ask it as its example has it; what a path names need not be there."""
    path = re.sub(r"{ref}", "990801-2609-00000000-1", operation.example)
    path = ROOT + re.sub(r"{\w+}", "1", path)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    browser = Browser(raise_request_exception=False)
    if operation.method == "GET":
        return browser.get(path, headers=headers)  # type: ignore[return-value]
    told, once = json.dumps(dict(operation.body or {})), {"Idempotency-Key": "t-1"}
    return browser.post(path, told, content_type="application/json", headers={**headers, **once})  # type: ignore[return-value]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_open_to_its_scopes_alone(county: SmallCounty, name: str) -> None:
    operation = OPERATIONS[name]
    others = [scope for scope in Scope if scope not in operation.scopes]
    assert call(operation).status_code == 401
    assert call(operation, caller(*others).key).status_code == 403
    for scope in operation.scopes:
        assert call(operation, caller(scope).key).status_code not in (401, 403, 500), scope
