"""Replaying the record of a case gives its flow columns (invariant 5 of DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onedoor.core.models import Happening


def replayed(record: Iterable[Happening]) -> dict[str, Any]:
    """The flow columns the record leads to, in the form of ``advancing.flow_of``; empty when nothing moved it. Each
    line that moves a case carries all of them."""
    columns: dict[str, Any] = {}
    for line in record:
        columns = line.payload.get("flow", columns)
    return columns
