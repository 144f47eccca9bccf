"""The place of an entry: a number that grows with the moment what it is about came. Reading entries from the highest
down reads the newest first, on every store."""

from __future__ import annotations

import secrets
from datetime import datetime

_LOW = 29
"""Bits drawn within one second: entries of one second meet with a chance of 2⁻²⁹ per pair, and the key refuses it."""


END = 2**63 - 1
"""No place is as high as this one."""


def new_place(at: datetime) -> int:
    """A place for what came at this moment."""
    return first_place(at) | secrets.randbits(_LOW)


def first_place(at: datetime) -> int:
    """The lowest place of the second that holds this moment; nothing is older than 1970."""
    return max(0, int(at.timestamp())) << _LOW
