"""Numbers as people write them: 12, 1,200, 两百多, 三万五."""

from __future__ import annotations

from decimal import Decimal

CHINESE = "零〇一二两三四五六七八九十百千万亿"
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10_000, "亿": 100_000_000}
TIMES = _UNITS | _GREAT


def number(text: str) -> Decimal | None:
    """The number a text of digits or Chinese numerals means; None for what means none."""
    text = text.replace(",", "")
    if text.replace(".", "", 1).isdecimal() and text.isascii():
        return Decimal(text)
    if not text or set(text) - set(CHINESE):
        return None
    if not set(text) & TIMES.keys():  # a row of digits: 二〇一
        return Decimal("".join(str(_DIGITS[sign]) for sign in text))
    total = part = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            part += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            total += (part + digit or 1) * _GREAT[sign]
            part = digit = 0
    return Decimal(total + part + digit)
