"""What a text model is worth, measured on cases it never saw: one table of counts, from which every figure follows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onedoor.dispatch.model.measuring import Answer

LEVELS = (40, 50, 60, 70, 80, 90)
"""At these thresholds, in percent, precision and coverage are measured for the page."""

_PAIRS = 20


@dataclass(frozen=True)
class Level:
    """Of ``cases``, how many had a first choice at this threshold (percent), and how many of those were right."""

    percent: int
    cases: int
    shown: int
    right: int


@dataclass(frozen=True)
class OfItem:
    """How one item fared: how many cases were it, how many were called it, and how many of those rightly."""

    cases: int
    said: int
    right: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing was right."""
        return 2 * self.right / (self.cases + self.said) if self.right else 0.0


@dataclass(frozen=True)
class Figures:
    """What was counted on the cases held out."""

    cases: int
    right: int
    among_two: int
    levels: tuple[Level, ...]
    items: Mapping[str, OfItem]
    confused: tuple[tuple[str, str, int], ...]

    @property
    def macro_f1(self) -> float:
        """The mean of the items' F1: a seldom item counts as much as a frequent one. Only items the cases held out are
        of count."""
        known = [one.f1 for one in self.items.values() if one.cases]
        return sum(known) / len(known) if known else 0.0

    def at(self, percent: int) -> Level:
        """The nearest measured level that is not above this threshold; the lowest for a lower one."""
        return max((one for one in self.levels if one.percent <= percent), default=self.levels[0], key=_percent)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "cases": self.cases, "right": self.right, "among_two": self.among_two,
            "levels": [[one.percent, one.shown, one.right] for one in self.levels],
            "items": {code: [one.cases, one.said, one.right] for code, one in sorted(self.items.items())},
            "confused": [list(pair) for pair in self.confused],
        }  # fmt: skip

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Figures | None:
        """As they were kept; None where nothing was measured."""
        if not kept.get("cases"):
            return None
        return cls(
            kept["cases"], kept["right"], kept["among_two"],
            tuple(Level(percent, kept["cases"], shown, right) for percent, shown, right in kept["levels"]),
            {code: OfItem(*counts) for code, counts in kept["items"].items()},
            tuple((item, said, n) for item, said, n in kept["confused"]),
        )  # fmt: skip


def _percent(level: Level) -> int:
    return level.percent


def judged(answers: Sequence[Answer], *, threshold: int) -> Figures:
    """Count answers. ``threshold`` is the county's own, in percent; it is measured beside the fixed ones."""
    were, said = Counter(one.label for one in answers), Counter(one.first for one in answers)
    right = Counter(one.label for one in answers if one.right)
    confused = Counter((one.label, one.first) for one in answers if not one.right)
    return Figures(
        cases=len(answers),
        right=right.total(),
        among_two=sum(one.label in (one.first, one.second) for one in answers),
        levels=tuple(_level(answers, percent) for percent in sorted({*LEVELS, threshold})),
        items={code: OfItem(were[code], said[code], right[code]) for code in were | said},
        confused=tuple((*pair, n) for pair, n in confused.most_common(_PAIRS)),
    )


def _level(answers: Sequence[Answer], percent: int) -> Level:
    shown = [one for one in answers if one.probability * 100 >= percent]
    return Level(percent, len(answers), len(shown), sum(one.right for one in shown))


def worse(new: Figures, old: Figures, *, threshold: int) -> bool:
    """Whether the new model is worse than the old one, beyond chance: its macro-F1, or the share of cases in which it
    has a right first choice at the county's threshold, lies lower by more than the standard error of a share over so
    many cases (½ ÷ √n), and by a hundredth at least."""
    chance = max(0.01, 0.5 / math.sqrt(min(new.cases, old.cases)))
    before, after = old.at(threshold), new.at(threshold)
    lost = before.right / before.cases - after.right / after.cases
    return max(old.macro_f1 - new.macro_f1, lost) > chance
