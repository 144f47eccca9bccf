"""Identifiers and references of what is filled in: unique without asking, and growing with the time they tell of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from onedoor.core.ids import new_id
from onedoor.core.refs import check_digit

MOST = 1 << 22
"""How many cases a store may hold when it is filled: so many identifiers there are to one millisecond."""

REFS = 4
"""How many references one family may have: its cases and its orders."""

_DIGITS = 10**8
_STRIDE = 61_803_399  # without a divisor in common with the above: every number comes once


class Ages:
    """Which identifiers moments have, from ``began`` to ``until``: spread over all those that were never given out
    (``core.ids`` begins in 2025), so that what was registered later has the greater one, and whatever comes has a
    greater one still."""

    def __init__(self, began: datetime, until: datetime) -> None:
        self._began, self._until = began, until
        self._present = new_id() >> 22

    def milliseconds(self, moments: Sequence[datetime]) -> list[int]:
        """For moments that do not fall, the upper part of identifiers that grow."""
        made: list[int] = []
        for at in moments:
            share = (at - self._began) / (self._until - self._began)
            here = max(1, int(min(max(share, 0.0), 1.0) * self._present))
            made.append(max(here, made[-1] + 1) if made else here)
        return made


def drawn(serial: int, number: int, *, salt: int) -> int:
    """The eight digits of a family's reference: as if drawn, and never twice for one ``salt``."""
    return ((serial * REFS + number) * _STRIDE + salt) % _DIGITS


class Check:
    """The check digit of references that begin alike, as ``core.refs`` computes it, by two looks into a table."""

    def __init__(self, head: str) -> None:
        """``head``: county and month, with a hyphen behind each."""
        self._head = head
        self._state = next(state for state in range(1, 11) if _digit(state) == check_digit(head))

    def reference(self, digits: int) -> str:
        """The whole reference with these eight digits."""
        table = _table()
        state = table[table[self._state][digits // 10_000]][digits % 10_000]
        return f"{self._head}{digits:08d}-{_digit(state)}"


def _digit(state: int) -> str:
    return str((11 - state) % 10)


@cache
def _table() -> dict[int, list[int]]:
    """By state, what four digits lead to."""
    return {state: [_after(state, f"{four:04d}") for four in range(10_000)] for state in range(1, 11)}


def _after(state: int, digits: str) -> int:
    for digit in digits:
        state = ((int(digit) + state) % 10 or 10) * 2 % 11
    return state
