"""The page of the interface (接口说明): every operation with an example, made from the table the API is made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from onedoor.exchange.api.problems import KINDS, PAGE
from onedoor.exchange.api.router import OPERATIONS, Operation, api
from onedoor.exchange.models import Scope
from onedoor.exchange.scopes import SAYS
from onedoor.organisation.guards import public

TAGS = {
    "reports": ("来件", "Reports"), "cases": ("事项", "Cases"), "tasks": ("待办", "Tasks"), "areas": ("区划", "Areas"),
    "catalogue": ("事项目录", "Catalogue"), "following": ("跟进变化", "Following changes"),
}  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """One thing a request may hold beside its body."""

    name: str
    where: str
    required: bool
    about: tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """One operation, ready to print."""

    operation: Operation
    address: str
    title: tuple[str, str]
    about: tuple[str, str]
    parameters: list[Parameter]
    statuses: list[str]
    curl: str


@public("whoever joins a system to this one must be able to read how; the page tells nothing of anybody")
@require_GET
def interface(request: HttpRequest) -> HttpResponse:
    """What may be asked of the API, how, and what it answers."""
    paths: dict[str, Any] = api.get_openapi_schema()["paths"]
    shown = [_shown(operation, paths) for operation in OPERATIONS.values()]
    shown.sort(key=lambda one: list(TAGS).index(one.operation.tag))
    groups = [(TAGS[tag], list(found)) for tag, found in groupby(shown, key=lambda one: one.operation.tag)]
    context = {
        "groups": groups,
        "scopes": [(str(scope), scope.label, SAYS[scope]) for scope in Scope],
        "kinds": [(kind, kind.title) for kind in KINDS.values()],
        "specification": reverse("api:openapi-json"),
    }
    return render(request, "exchange/interface.html", context)


def _shown(operation: Operation, paths: dict[str, Any]) -> Shown:
    told = paths[PAGE + operation.path[1:]][operation.method.lower()]
    parameters = [
        Parameter(one["name"], one["in"], one["required"], _both(one.get("description", "")))
        for one in told["parameters"]
    ]
    return Shown(
        operation, PAGE + operation.path[1:], operation.title, operation.about, parameters,
        list(map(str, told["responses"])), _curl(operation),
    )  # fmt: skip


def _both(text: str) -> tuple[str, str]:
    """``中文。 English.`` as the specification says it, in two."""
    chinese, end, english = text.partition("。 ")
    return chinese + end.strip(), english.replace("``", "")


def _curl(operation: Operation) -> str:
    """A command line that asks it."""
    address = f"{settings.ONEDOOR_BASE_URL}{PAGE}{operation.example[1:]}"
    parts = [f"curl '{address}'", "-H 'Authorization: Bearer od_…'"]
    if operation.method != "GET":
        parts += ["-H 'Content-Type: application/json'", "-H 'Idempotency-Key: 2026-09-14-000017'"]
        parts.append(f"-d '{json.dumps(dict(operation.body or {}), ensure_ascii=False)}'")
    return " \\\n  ".join(parts)
