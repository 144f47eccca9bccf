"""Ask whether a kept connection still lives, but not with every request.

Django's health check costs a round trip per request. A connection that answered within the last seconds is trusted; an
idle one is still asked, so a restarted database costs no failed page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

_TRUST_FOR = 5.0
_WHERE = ("dbname", "user", "password", "host", "port")


def whereabouts() -> dict[str, Any]:
    """Where PostgreSQL is and as whom, for a connection beside Django's own and without its options."""
    told = connection.get_connection_params()
    return {name: told[name] for name in _WHERE if told.get(name)}


class TrustedConnectionMiddleware:
    """Skips the health check of a connection that was used a moment ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        store: Any = connection
        used = getattr(store, "onedoor_used_at", None)
        if used is not None and store.connection is not None and time.monotonic() - used < _TRUST_FOR:
            store.health_check_done = True
        try:
            return self._get_response(request)
        finally:
            store.onedoor_used_at = None if store.errors_occurred else time.monotonic()
