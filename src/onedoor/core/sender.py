"""Threads of a worker that talk to the outside, so that nobody inside waits for a slow answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import Error, close_old_connections, connection

from onedoor.core import outbox

log = logging.getLogger(__name__)

_LOOK_ANYWAY = 1.0
_STOPS_WITHIN = 5.0


class Sender:
    """Hands over the deliveries of one outside subscriber, one after the other, in a thread of its own: neither the
    batches nor another subscriber waits for it."""

    def __init__(self, subscriber: str, clock: Callable[[], datetime]) -> None:
        self._subscriber = subscriber
        self._clock = clock
        self._woken = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=f"outside-{subscriber}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Say that the outbox may have something new."""
        self._woken.set()

    def stop(self) -> None:
        """End after the delivery in hand, or leave it: its lease ends by itself and another worker takes it."""
        self._stopped = True
        self._woken.set()
        self._thread.join(_STOPS_WITHIN)

    def _run(self) -> None:
        patience = 0.5
        while not self._stopped:
            try:
                self._woken.clear()
                if outbox.run_outside(self._subscriber, self._clock()).idle:
                    close_old_connections()
                    self._woken.wait(_LOOK_ANYWAY)
                patience = 0.5
            except Error as error:
                log.warning("the store does not answer (%s); trying again in %.1f s", error, patience)
                connection.close()
                self._woken.wait(patience)
                patience = min(patience * 2, 10)
        connection.close()
