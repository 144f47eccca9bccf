"""The routes of ``/api/v1``: every operation with its scope as a guard, the page of the interface, and nothing else."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path

from onedoor.exchange.api import areas, cases, catalogue, following, reports, tasks  # noqa: F401  (add the operations)
from onedoor.exchange.api.enclosing import enclosed, nothing
from onedoor.exchange.api.problems import PAGE
from onedoor.exchange.api.router import OPERATIONS, api
from onedoor.exchange.views.interface import interface

_NOBODY_ASKED = ("public", "it says that there is nothing here, to whoever asks")
_SPECIFICATION = ("public", "the specification says what may be asked, and nothing of anybody")


def routes() -> list[URLPattern]:
    """Every route of the API; the guard of one names the scopes of each method."""
    made: dict[str, URLPattern] = {}
    known: dict[str, dict[str, Any]] = api.get_openapi_schema()["paths"]
    patterns: list[Any] = api.urls[0]
    for pattern in patterns:
        if pattern.name == "api-root" or str(pattern.pattern) in made:  # ninja makes a route for each method
            continue
        operation = OPERATIONS.get(pattern.name)
        if operation is None:
            pattern.callback = enclosed(pattern.callback, _SPECIFICATION, {})
        else:
            here = [one for one in OPERATIONS.values() if one.path == operation.path]
            asked = {one.method: _parameters(known[PAGE + one.path[1:]][one.method.lower()]) for one in here}
            pattern.callback = enclosed(pattern.callback, ("scopes", {one.method: one.scopes for one in here}), asked)
        made[str(pattern.pattern)] = pattern
    page = path("", interface, name="page")
    return [page, *made.values(), re_path(r"^.*$", enclosed(nothing, _NOBODY_ASKED, {}), name="nothing")]


def _parameters(told: dict[str, Any]) -> frozenset[str]:
    """What the query of an operation may hold."""
    return frozenset(one["name"] for one in told["parameters"] if one["in"] == "query")


app_name = "api"
urlpatterns = routes()
