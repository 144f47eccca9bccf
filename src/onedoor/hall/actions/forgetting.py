"""Let go of what was said in talks that led to no case."""

from __future__ import annotations

from datetime import datetime, timedelta

from onedoor.hall.models import Talk

FORGET = "hall.forget"

KEPT = timedelta(days=30)
"""So long there is time to register what was said."""


def forget(*, at: datetime) -> int:
    """Empty the words of talks that have waited for a case longer than ``KEPT``. Returns how many."""
    old = Talk.objects.filter(case=None, forgotten_at=None, ended_at__lte=at - KEPT)
    return old.update(asked="", told="", forgotten_at=at)
