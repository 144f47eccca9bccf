"""What waits at the end of a simulated history, so that nobody who looks in has nothing to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onedoor.cases.flow import Colour

UNREACHED, UNSOLVED, SOLVED = "unreached", "unsolved", "solved"
"""How a call-back ends."""


class Turn(StrEnum):
    """What is special about a case; most have no turn at all."""

    NONE = ""
    ANSWERED = "answered"
    EXTENDED = "extended"
    NOT_EXTENDED = "not-extended"
    HALTED = "halted"
    MERGED = "merged"
    REOPENED = "reopened"
    DECLINED = "declined"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    RAISED = "raised"
    FROM_ABOVE = "from-above"
    CONFIDENTIAL = "confidential"
    INFORMED = "informed"
    SAFETY = "safety"
    ORDERED = "ordered"


SHARES = {
    Turn.EXTENDED: 5,
    Turn.NOT_EXTENDED: 2,
    Turn.HALTED: 2,
    Turn.MERGED: 3,
    Turn.REOPENED: 3,
    Turn.DECLINED: 2,
    Turn.APPEALED: 1.5,
    Turn.WITHDRAWN: 2,
    Turn.TRANSFERRED: 1,
    Turn.RAISED: 2,
    Turn.FROM_ABOVE: 3,
    Turn.CONFIDENTIAL: 2,
    Turn.INFORMED: 1,
    Turn.SAFETY: 1,
    Turn.ORDERED: 2,
}
"""Of a hundred cases so many take this turn. Consultations are answered on the spot."""


@dataclass(frozen=True)
class Standing:
    """So many cases that wait at one step at the end.

    Those not replied to yet were reported between so many ``hours``, or so many working days (``arrived``), before it;
    of the others the unit replied between so many working ``days`` before it.
    """

    step: str
    count: int
    hours: tuple[float, float] = (0, 0)
    arrived: tuple[float, float] | None = None
    days: tuple[float, float] | None = None
    colour: str = ""
    answers: tuple[str, ...] = (SOLVED,)
    turn: Turn = Turn.NONE


STANDINGS = (
    Standing("triage", 6, hours=(0.1, 2.5)),
    Standing("triage", 1, hours=(4.5, 6)),
    Standing("triage", 1, hours=(0.5, 3), turn=Turn.INFORMED),
    Standing("assess_safety", 1, hours=(0.2, 1.5), turn=Turn.SAFETY),
    Standing("summarise", 1, hours=(1, 4), turn=Turn.CONFIDENTIAL),
    Standing("dispatch", 5, hours=(0.5, 3)),
    Standing("sign", 6, hours=(0.4, 2.2)),
    Standing("sign", 2, hours=(5, 9)),
    Standing("sign", 2, hours=(0.8, 2.4), turn=Turn.RAISED),
    Standing("entrust", 3, hours=(0.8, 4), colour=Colour.RED),
    Standing("inspect", 2, arrived=(0.2, 0.7), colour=Colour.YELLOW),
    Standing("assist", 3, arrived=(1.2, 4), colour=Colour.YELLOW),
    Standing("raise", 2, arrived=(0.3, 2), turn=Turn.RAISED),
    Standing("reply", 12, hours=(1, 9)),
    Standing("reply", 9, hours=(24, 7 * 24)),
    Standing("reply", 3, hours=(11 * 24, 15 * 24), colour=Colour.GREEN),
    Standing("approve", 2, arrived=(1.2, 2.6), turn=Turn.EXTENDED),
    Standing("approve", 1, arrived=(1.2, 2.6), turn=Turn.HALTED),
    Standing("approve", 2, arrived=(0.5, 1.2), turn=Turn.DECLINED),
    Standing("resume", 2, arrived=(2.5, 6), turn=Turn.HALTED),
    Standing("decide_appeal", 2, arrived=(4, 6), turn=Turn.APPEALED),
    Standing("answer_order", 2, arrived=(7, 9), colour=Colour.GREEN, turn=Turn.ORDERED),
    Standing("discharge_order", 1, arrived=(8.5, 10), colour=Colour.GREEN, turn=Turn.ORDERED),
    Standing("rule", 4, arrived=(0.4, 1.6)),
    Standing("redispatch", 3, arrived=(0.8, 2.5)),
    Standing("review", 7, days=(0.05, 1.9)),
    Standing("review", 1, days=(0.1, 0.9), turn=Turn.INFORMED),
    Standing("visit", 7, days=(0.8, 3.6)),
    Standing("visit", 2, days=(1.5, 3.5), answers=(UNREACHED, SOLVED)),
    Standing("visit", 1, days=(0.8, 2), turn=Turn.MERGED),
    Standing("agree", 1, days=(1, 2), turn=Turn.CONFIDENTIAL),
    Standing("rework", 4, days=(1.2, 2.8), answers=(UNSOLVED, SOLVED)),
    Standing("close", 5, days=(1.2, 2.8)),
    Standing("confirm", 3, days=(1.2, 2.8), colour=Colour.RED),
)
"""What every desk finds at the end."""
