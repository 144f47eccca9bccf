"""The table of rights, written by hand: tests/permissions.csv.

``what`` is an action or a route; ``area`` says whether the post has its duties where the case is (own) or elsewhere
(other); ``relation`` whether the post belongs to the unit whose turn it is — for an author, whether it is their case.
``duties`` are those that may; ``author`` is the resident with the code, ``any`` whoever signed in.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "permissions.csv"


@dataclass(frozen=True)
class Line:
    what: str
    area: str
    relation: str
    duties: frozenset[str]


@cache
def lines(kind: str) -> tuple[Line, ...]:
    """The lines of one kind: ``action`` or ``route``."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(row for row in file if row.strip() and not row.startswith("#")))
    return tuple(
        Line(row["what"], row["area"], row["relation"], frozenset(row["duties"].split()))
        for row in rows
        if row["kind"] == kind
    )
