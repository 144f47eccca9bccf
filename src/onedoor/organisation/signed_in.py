"""Who is signed in: asked of the store, then remembered for two seconds with the session."""

from __future__ import annotations

import copy
import time

from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from onedoor.organisation.models import Member
from onedoor.organisation.sessions import REMEMBER

_MOST = 10_000
_known: dict[str, tuple[float, Member]] = {}


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's ``request.user``, without asking for the same member many times a second. A member who was disabled,
    or whose password was changed, is gone two seconds later at the most."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _member(request))  # type: ignore[assignment]


def _member(request: HttpRequest) -> Member | AnonymousUser:
    key = request.session.session_key or ""
    known = _known.get(key)
    # The session itself is looked at every time: signing out empties it.
    if known and time.monotonic() - known[0] < REMEMBER and request.session.get(SESSION_KEY) == str(known[1].pk):
        return copy.copy(known[1])
    user = get_user(request)
    if isinstance(user, Member):
        if len(_known) >= _MOST:
            _known.clear()
        _known[request.session.session_key or ""] = (time.monotonic(), user)
        return user
    return AnonymousUser()


def forget() -> None:
    """Forget what this process remembers (between tests)."""
    _known.clear()
