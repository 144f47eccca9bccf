"""What the county has set itself beside its limits: numbers, and when it does not accept a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onedoor.catalogue import defaults

_SINCE = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class ThresholdSeed:
    """A number in force from a day on: how often, how long, how many (``catalogue.defaults.THRESHOLDS``)."""

    code: str
    n: int
    citation: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class ClauseSeed:
    """A reason not to accept a case, its source, and where else to go."""

    code: str
    text: str
    citation: str
    guidance: str


THRESHOLDS: tuple[ThresholdSeed, ...] = tuple(
    ThresholdSeed(code, n, "本县规则（2026版）", _SINCE) for code, n in defaults.THRESHOLDS.items()
)
"""The proposed numbers, taken over by the county."""

CLAUSES: tuple[ClauseSeed, ...] = tuple(
    ClauseSeed(code, clause.text, clause.citation, clause.guidance) for code, clause in defaults.CLAUSES.items()
)
"""The published list, taken over by the county."""
