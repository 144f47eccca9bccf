"""Sessions in the store, remembered for two seconds by each process.

A page and what it loads ask for the same session several times within a second; a session that was ended elsewhere is
gone here two seconds later at the most. Whoever is idle for ``SESSION_COOKIE_AGE`` is signed out; the end moves on
while somebody works, written at most once a minute.
"""

from __future__ import annotations

import json
import time
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

REMEMBER = 2.0
_MOVE_EVERY = 60
_MOST = 10_000
_seen: dict[str, tuple[float, Session]] = {}


class SessionStore(db.SessionStore):
    """Django's sessions in the store, with the two seconds' memory."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        known = _seen.get(key)
        if known and time.monotonic() - known[0] < REMEMBER:
            return known[1]
        found: Session | None = super()._get_session_from_db()  # type: ignore[misc]
        if found is not None:
            if len(_seen) >= _MOST:
                _seen.clear()
            _seen[key] = (time.monotonic(), found)
        return found

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        return dict(json.loads(_decoded(session_data)))

    def save(self, must_create: bool = False) -> None:
        _seen.pop(self.session_key or "", None)
        super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        _seen.pop(session_key or self.session_key or "", None)
        super().delete(session_key)


@lru_cache(maxsize=1024)
def _decoded(session_data: bytes | str) -> str:
    """What Django signed and packed, as JSON: the same text is read with every request of a session."""
    return json.dumps(db.SessionStore().decode(session_data))


def keep_alive(session: SessionBase) -> None:
    """Somebody is working: move the end of the session on, at most once a minute."""
    minute = int(time.time()) // _MOVE_EVERY
    if session.get("minute") != minute:
        session["minute"] = minute


def forget() -> None:
    """Forget what this process remembers (between tests)."""
    _seen.clear()
