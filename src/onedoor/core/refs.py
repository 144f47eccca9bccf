"""The reference of a case: county, month, eight digits, check digit (一案一码)."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime

from onedoor.core.clock import ZONE

_SHAPE = re.compile(r"[0-9]{6}-[0-9]{4}-[0-9]{8}-[0-9]")
_STEPS = [[((digit + product) % 10 or 10) * 2 % 11 for digit in range(10)] for product in range(11)]
"""What the check makes of each digit after each product so far."""


def new_ref(county: str, at: datetime) -> str:
    """A new reference such as ``990801-2611-48203917-5``.

    The eight digits are drawn, not counted: nothing serialises registration and the number of cases cannot be read
    off a reference. The unique key on (county, ref) refuses the rare repeat; the caller draws again.
    """
    local = at.astimezone(ZONE)
    body = f"{county}-{local.year % 100:02d}{local.month:02d}-{secrets.randbelow(10**8):08d}"
    return f"{body}-{check_digit(body)}"


def check_digit(body: str) -> str:
    """ISO 7064 MOD 11,10 over the digits of the body: finds every single wrong digit and most swaps."""
    product = 10
    for digit in filter(str.isdigit, body):
        product = _STEPS[product][int(digit)]
    return str((11 - product) % 10)


def parse_ref(text: str) -> str | None:
    """The reference somebody typed or read out, with hyphens, spaces or none, full-width or not; None
    when it cannot be one."""
    digits = re.sub(r"[\s\-‐‑‒–—−]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{19}", digits):
        return None
    ref = f"{digits[:6]}-{digits[6:10]}-{digits[10:18]}-{digits[18]}"
    return ref if is_ref(ref) else None


def is_ref(ref: str) -> bool:
    """Whether the text is a reference in its stored form with the right check digit."""
    return bool(_SHAPE.fullmatch(ref)) and check_digit(ref[:-2]) == ref[-1]
