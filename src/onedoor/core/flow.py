"""A flow is a table: verb, from-states, to-state, duty. It guards, draws the buttons, and makes the diagram."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One row of a flow.

    ``only`` limits the row to kinds of subject (for a case: its difficulty colour); empty means every kind.
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    duty: str
    only: tuple[str, ...] = ()

    def fits(self, state: str, kind: str) -> bool:
        return state in self.sources and (not self.only or kind in self.only)


class Flow:
    """The steps of one kind of subject. Nothing else may change its state."""

    def __init__(self, *steps: Step) -> None:
        self.steps = steps

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def step(self, verb: str, *, state: str, kind: str = "") -> Step | None:
        """The row that allows the verb here, or None."""
        return next((step for step in self.steps if step.verb == verb and step.fits(state, kind)), None)

    def open_steps(self, *, state: str, kind: str = "") -> list[Step]:
        """Every row that leads on from here, in the order of the table: the action bar draws these."""
        return [step for step in self.steps if step.fits(state, kind)]

    @property
    def states(self) -> list[str]:
        """Every state the table names, in the order it names them."""
        named = [state for step in self.steps for state in (*step.sources, step.target)]
        return list(dict.fromkeys(named))
