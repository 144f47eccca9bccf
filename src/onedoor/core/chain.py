"""Hash chains: one per subject, so that nobody waits for anybody else's record.

A line's hash covers its own columns and the hash before it; the head stands on the subject's row. Personal words stay
outside: the line holds ``commitment(text, salt)`` (SHA-256), which proves the words while they are kept and tells
nothing once text and salt are erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from onedoor.core.models import Chain, Chained

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_finders: dict[str, Callable[[str, str], Chained]] = {}


def heads_of(kind: str) -> Callable[[Callable[[str, str], Chained]], Callable[[str, str], Chained]]:
    """Say how the head of a kind of subject is found and locked: a function of (county, subject)."""

    def register(finder: Callable[[str, str], Chained]) -> Callable[[str, str], Chained]:
        _finders[kind] = finder
        return finder

    return register


def locked(county: str, subject: str) -> Chained:
    """The head of a subject's chain, locked until the transaction ends, wherever its row stands.

    A subject without a row of its own gets a ``Chain``.
    """
    finder = _finders.get(subject.partition(":")[0])
    if finder:
        return finder(county, subject)
    Chain.objects.get_or_create(county=county, name=subject)
    return Chain.objects.select_for_update().get(county=county, name=subject)


def commitment(text: str, salt: bytes | memoryview) -> str:
    """SHA-256 over salt and text, as hex."""
    return hashlib.sha256(bytes(salt) + text.encode()).hexdigest()


def line_hash(
    *,
    county: str,
    subject: str,
    seq: int,
    name: str,
    version: int,
    payload: dict[str, Any],
    actor: str,
    at: datetime,
    recorded_at: datetime,
    previous: str,
) -> str:
    """The hash of one line: SHA-256 over its columns as canonical JSON (sorted keys, UTC times to the microsecond)."""
    columns = [county, subject, seq, name, version, payload, actor, _instant(at), _instant(recorded_at), previous]
    return hashlib.sha256(_canonical(columns).encode()).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
