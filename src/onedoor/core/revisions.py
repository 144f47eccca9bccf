"""Things every process keeps in memory, and how it learns that they changed.

A reader keeps what it loaded together with the revision number it saw, and asks for the numbers at most every two
seconds; so a changed catalogue or boundary reaches every process within that time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

from onedoor.core.ids import new_id
from onedoor.core.models import Revision

Kept = TypeVar("Kept")

_ASK_EVERY = 2.0
_lock = threading.Lock()
_numbers: dict[str, int] = {}
_asked_at = 0.0
_asked_of = ""


def bump(name: str) -> None:
    """Say that what is kept under this name has changed; call it in the transaction that changes it."""
    # Drawn, not counted: the number of a change that was rolled back must never be given to another one.
    Revision.objects.update_or_create(name=name, defaults={"number": new_id()})
    forget()


def forget() -> None:
    """Ask the store again at the next use (after a change in this process; between tests)."""
    global _asked_at
    _asked_at = 0.0


def _number(name: str, store: str) -> int:
    global _asked_at, _asked_of
    with _lock:
        if store != _asked_of or time.monotonic() - _asked_at > _ASK_EVERY:
            found = dict(Revision.objects.values_list("name", "number"))
            _numbers.clear()
            _numbers.update(found)
            _asked_at, _asked_of = time.monotonic(), store
        return _numbers.get(name, -1)


def number(name: str) -> int:
    """The revision of what is kept under this name, at most two seconds old; -1 before it first changed."""
    return _number(name, str(connection.settings_dict["NAME"]))


class Shelf(Generic[Kept]):
    """One thing kept per key (a county) until its revision moves."""

    def __init__(self, name: str, load: Callable[[str], Kept]) -> None:
        self._name = name
        self._load = load
        self._kept: dict[tuple[str, str], tuple[int, Kept]] = {}

    def get(self, key: str = "") -> Kept:
        store = str(connection.settings_dict["NAME"])
        current = _number(self._name, store)
        place = (store, key)
        kept = self._kept.get(place)
        if kept is None or kept[0] != current:
            kept = (current, self._load(key))
            self._kept[place] = kept
        return kept[1]
