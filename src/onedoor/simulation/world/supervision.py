"""The ladder of supervision in the county: when a task is chased, at what level, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SupervisionSeed:
    """A rule of supervision. ``basis`` is share (``n`` percent of the time), after (``n`` units late) or within (how
    long a step of supervision may take); ``verb`` empty stands for any step."""

    rule: str
    level: str
    basis: str
    n: int
    unit: str
    verb: str
    tells: tuple[str, ...]
    citation: str
    valid_from: date


_RULES: tuple[tuple[str, str, int, str, str, tuple[str, ...]], ...] = (
    ("yellow", "share", 75, "", "", ("holder",)),
    ("red", "share", 100, "", "", ("holder", "supervise")),
    ("ordinary", "after", 1, "WD", "", ("holder", "lead")),
    ("listed", "after", 5, "WD", "", ("supervise",)),
    ("", "within", 2, "WD", "discharge_order", ()),
)

SUPERVISION: tuple[SupervisionSeed, ...] = tuple(
    SupervisionSeed(f"SV-{number:02d}", *rule, f"本县督办规则SV-{number:02d}（2026版）", date(2026, 1, 1))
    for number, rule in enumerate(_RULES, start=1)
)
"""The rules of the county, in force from 1 January 2026."""
