"""Hash chains: one per subject, so that nobody waits for anybody else's record.

A line's hash covers its own columns and the hash before it; the head stands on the subject's row. Personal words stay
outside: the line holds ``commitment(text, salt)`` (SHA-256), which proves the words while they are kept and tells
nothing once text and salt are erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from onedoor.core.models import Chain, Chained

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_finders: dict[str, Callable[[str, str], Chained]] = {}


class Written(dict[str, Any]):
    """JSON together with its canonical text, made once: the record hashes that text and the store is given it. What
    it was made from must be plain (text, numbers, lists, mappings), and it must not be changed."""

    __slots__ = ("text",)

    def __init__(self, plain: Mapping[str, Any]) -> None:
        super().__init__(plain)
        self.text = _canonical(self)


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
    before = _canonical([county, subject, seq, name, version])
    told = payload.text if type(payload) is Written else _canonical(payload)
    after = _canonical([actor, _instant(at), _instant(recorded_at), previous])
    return hashlib.sha256(f"{before[:-1]},{told},{after[1:]}".encode()).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
