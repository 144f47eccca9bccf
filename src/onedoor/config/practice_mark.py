"""What every page has to know about practice: whether it is, and where one can practise."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def practice_mark(request: HttpRequest) -> dict[str, object]:
    """``practice``: everything here is invented; ``practice_url``: where the practice site of this centre is."""
    return {"practice": settings.ONEDOOR_PRACTICE, "practice_url": settings.ONEDOOR_PRACTICE_URL}
