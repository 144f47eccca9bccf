"""How long things take, how much memory they need, and how that grows with the history."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Times:
    """How long each of many calls took, in seconds; ``seconds`` is how long all took, by the clock on the wall.
    ``wrong`` holds what was not a success."""

    seconds: float = 0.0
    each: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return round(len(self.each) / self.seconds, 1) if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the calls did not exceed."""
        ordered = sorted(self.each)
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 3) if ordered else math.nan

    def figures(self) -> dict[str, float | int]:
        return {
            "per_second": self.per_second,
            "p50_ms": round(statistics.median(self.each) * 1000, 3) if self.each else math.nan,
            "p95_ms": self.percentile(0.95),
            "p99_ms": self.percentile(0.99),
            "calls": len(self.each),
            "wrong": len(self.wrong),
        }


def timed(call: Callable[[int], object], *, seconds: float, least: int = 40) -> Times:
    """Call again and again, with 0, 1, 2…, for so long and at least so often; what came before it is warm."""
    call(0)
    times = Times()
    start = time.perf_counter()
    number = 0
    while number < least or time.perf_counter() - start < seconds:
        begin = time.perf_counter()
        call(number)
        times.each.append(time.perf_counter() - begin)
        number += 1
    times.seconds = time.perf_counter() - start
    return times


@dataclass(frozen=True)
class Goal:
    """What DESIGN §11 asks of a row: a figure and the bound it must keep (``most``) or reach (``least``)."""

    what: str
    value: float | int | None
    most: float | None = None
    least: float | None = None

    def told(self) -> dict[str, Any]:
        bound = f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}"
        return {"what": self.what, "value": self.value, "bound": bound, "met": self._met()}

    def _met(self) -> bool:
        if self.value is None or math.isnan(self.value):
            return False
        if self.most is not None:
            return self.value <= self.most
        return self.least is not None and self.value >= self.least


def growth(points: Sequence[tuple[int, float]]) -> float | None:
    """The exponent by which a cost grows with the size: 0 not at all, 1 in proportion. None below two sizes."""
    known = [(math.log(size), math.log(cost)) for size, cost in points if size > 0 and cost > 0]
    if len(known) < 2:
        return None
    sizes, costs = zip(*known, strict=True)
    return round(statistics.linear_regression(sizes, costs).slope, 3)


def peak_mb(pids: Sequence[int]) -> float:
    """The most memory these processes held at once, each at its own peak, in megabytes; 0 where the system does not
    tell."""
    total = 0
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return round(total / 1024, 1)
