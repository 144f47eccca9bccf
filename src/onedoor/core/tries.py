"""What may be tried only so often: tries are counted in the store, where every process sees them; then a pause."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache


def paused_until(name: str, *, most: int, window: timedelta, at: datetime) -> datetime | None:
    """Count a try of what ``name`` stands for. None while there were no more than ``most`` since the first of a
    ``window``, otherwise the moment the next window begins."""
    counter, end = _keys(name)
    seconds = window.total_seconds()
    cache.add(end, at + window, seconds)
    cache.add(counter, 0, seconds)
    try:
        tried = cache.incr(counter)
    except ValueError:  # it ran out between the two calls
        return None
    until: datetime | None = cache.get(end)
    return until if tried > most and until and until > at else None


def forget(name: str) -> None:
    """Begin to count anew."""
    cache.delete_many(_keys(name))


def _keys(name: str) -> tuple[str, str]:
    return f"tries:{name}", f"tries-end:{name}"
