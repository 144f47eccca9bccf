"""The code is the path: everything inside an area is a range of codes."""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """Codes from ``first`` up to, not including, ``end``."""

    first: str
    end: str

    def covers(self, code: str) -> bool:
        return self.first <= code < self.end


def stem(code: str) -> str:
    """The digits that say where: a 12-digit code without the zeros that only fill it up.

    990801000000 → 990801 (county), 990801101000 → 990801101 (town), 990801101006 and grids stay whole.
    """
    if len(code) != 12:
        return code
    if code.endswith("000000"):
        return code[:6]
    return code[:9] if code.endswith("000") else code


def within(code: str) -> Range:
    """The range of all codes inside the area of this code, itself included."""
    path = stem(code)
    return Range(path, path + ":")  # ':' follows '9' in code order


def ancestors(code: str) -> list[str]:
    """The codes above this one, county first, itself last."""
    path = [code[:6] + "000000"]
    if len(stem(code)) >= 9:
        path.append(code[:9] + "000")
    if len(stem(code)) >= 12:
        path.append(code[:12])
    if len(code) > 12:
        path.append(code)
    return path
