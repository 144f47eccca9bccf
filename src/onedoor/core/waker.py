"""Wake the worker soon after a commit.

NOTIFY inside a writing transaction would serialise commits (PostgreSQL takes a lock on the whole database for it), so
a thread of each web process sends at most one notification every few milliseconds, on a connection of its own. A lost
one costs a second: the worker also looks by itself.
"""

from __future__ import annotations

import threading
import time

from django.db import connections

CHANNEL = "onedoor_outbox"
_PAUSE = 0.01

_wanted = threading.Event()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def poke() -> None:
    """Say that the outbox has something new. Costs nothing; safe in every process and thread."""
    if connections["default"].vendor != "postgresql":
        return  # a worker on SQLite sees the file change
    global _thread
    _wanted.set()
    if _thread is None or not _thread.is_alive():
        with _starting:
            if _thread is None or not _thread.is_alive():
                _thread = threading.Thread(target=_send, name="outbox-waker", daemon=True)
                _thread.start()


def _send() -> None:
    connection = connections["default"].copy()
    try:
        while _wanted.wait(timeout=30):
            _wanted.clear()
            with connection.cursor() as cursor:
                cursor.execute(f"NOTIFY {CHANNEL}")
            time.sleep(_PAUSE)
    finally:
        connection.close()
