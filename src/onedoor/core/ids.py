"""Identifiers made by the application, so that rows that point at each other can be written in one statement."""

from __future__ import annotations

import os
import threading
import time

_EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A 63-bit integer that grows with time: 41 bits of milliseconds since 2025, 22 random bits.

    Ids of one process never repeat and never fall; two processes meet with a chance of 2⁻²² per shared millisecond,
    and the primary key refuses the meeting.
    """
    global _last
    with _lock:
        made = ((time.time_ns() // 1_000_000 - _EPOCH_MS) << 22) | int.from_bytes(os.urandom(3), "big") >> 2
        _last = max(made, _last + 1)
        return _last
