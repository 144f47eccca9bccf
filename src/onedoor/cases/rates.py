"""The three rates (三率: 响应率、解决率、满意率; K-05…K-07), counted from what reporters said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q

from onedoor.cases.models import Visit

_QUESTIONS = ("responded", "solved", "satisfied")


@dataclass(frozen=True)
class Rate:
    """A rate with its counts. ``share`` is None where nobody was asked: never a nought that nobody earned."""

    yes: int
    asked: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.yes, self.asked) if self.asked else None


@dataclass(frozen=True)
class Rates:
    """What the reporters of one unit's cases said in a span of time. A call-back is valid when somebody was reached;
    ``unreached`` counts the attempts that reached nobody, which stand beside the rates and not in them."""

    unit: str
    name: str
    responded: Rate
    solved: Rate
    satisfied: Rate
    unreached: int


def three_rates(county: str, *, since: datetime, until: datetime) -> list[Rates]:
    """The rates of every unit whose replies were asked about, by the moment of the answer (since ≤ at < until), the
    unit's name in code order. Reporters' own ratings by link count like calls; an answer not given to one question is
    left out of that rate alone. Units cannot touch them (F.6-5)."""

    visits = Visit.objects.filter(county=county, at__gte=since, at__lt=until, unit__isnull=False).order_by()
    counts: dict[str, Any] = {f"{of}_yes": Count("id", filter=Q(**{of: True})) for of in _QUESTIONS}
    counts |= {f"{of}_asked": Count(of) for of in _QUESTIONS}
    counts["unreached"] = Count("id", filter=Q(contacted=False))
    rows: Any = visits.values("unit__code", "unit__name").annotate(**counts).order_by("unit__code")
    return [
        Rates(
            unit=row["unit__code"],
            name=row["unit__name"],
            unreached=row["unreached"],
            **{of: Rate(row[f"{of}_yes"], row[f"{of}_asked"]) for of in _QUESTIONS},
        )
        for row in rows
    ]
