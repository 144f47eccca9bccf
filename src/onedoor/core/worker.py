"""The worker: hand over what is due, then sleep until something changes or comes due."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from django.db import Error, close_old_connections, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from onedoor.core import memory, outbox, waker
from onedoor.core.sender import Sender

log = logging.getLogger(__name__)

_LOOK_ANYWAY = 1.0
_SQLITE_LOOK = 0.02


class Worker:
    """One worker process. Any number may run beside each other; ``stop`` ends it after the batch in hand."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self._clock = clock
        self._stopped = False
        self._senders = [Sender(name, clock) for name in outbox.outside()]

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self._stopped = True

    def run(self) -> None:
        """Work until stopped. A store that goes away is waited for."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        memory.settle()
        for sender in self._senders:
            sender.start()
        try:
            self._work()
        finally:
            for sender in self._senders:
                sender.stop()

    def _work(self) -> None:
        patience = 0.5
        while not self._stopped:
            try:
                now = self._clock()
                if outbox.run_batch(now).idle:
                    self._wait(now)
                patience = 0.5
            except Error as error:
                log.warning("the store does not answer (%s); trying again in %.1f s", error, patience)
                connection.close()
                time.sleep(patience)
                patience = min(patience * 2, 10)

    def _wait(self, since: datetime) -> None:
        due = outbox.next_due(since)
        until = _LOOK_ANYWAY
        if due is not None:
            until = min(max((due - self._clock()) / timedelta(seconds=1), 0.0), _LOOK_ANYWAY)
        if connection.vendor == "postgresql":
            self._listen(until)
        else:
            self._watch_file(until)
        for sender in self._senders:
            sender.wake()
        close_old_connections()

    def _listen(self, seconds: float) -> None:
        if not _hearing():
            _ear()
            return  # what was said before it was there is looked for now
        ear = _ear()
        with ear.wrap_database_errors:
            for _ in ear.connection.notifies(timeout=seconds, stop_after=1):
                pass

    def _watch_file(self, seconds: float) -> None:
        """PRAGMA data_version changes when another connection commits; asking costs microseconds."""
        before = _data_version()
        end = time.monotonic() + seconds
        while not self._stopped and time.monotonic() < end and _data_version() == before:
            time.sleep(_SQLITE_LOOK)


def _data_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


_ears: list[BaseDatabaseWrapper] = []


def _hearing() -> bool:
    return bool(_ears and _ears[0].connection and not _ears[0].connection.closed)


def _ear() -> BaseDatabaseWrapper:
    """A connection of its own that listens: what arrives while a batch runs is not missed."""
    if _hearing():
        return _ears[0]
    ear = connections["default"].copy()
    with ear.cursor() as cursor:
        cursor.execute(f"LISTEN {waker.CHANNEL}")
    _ears[:] = [ear]
    return ear
