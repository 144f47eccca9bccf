"""Let simulated time pass: what comes due is handed over at its own moment, as a worker would have done."""

from __future__ import annotations

from datetime import datetime, timedelta

from onedoor.core import outbox


def elapse(since: datetime, to: datetime) -> int:
    """Hand over what comes due from ``since`` to ``to``, both included, each at its own moment. Returns how many."""
    handled = 0
    passed = since - timedelta.resolution
    while (due := outbox.next_due(passed)) is not None and due <= to:
        handled += outbox.drain(due).handled
        passed = due
    return handled
