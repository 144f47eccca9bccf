"""What reports that come in together have in common, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.core.chain import Written
from onedoor.core.clock import Limit
from onedoor.core.refs import new_ref
from onedoor.work import ladder
from onedoor.work.ladder import Rung
from onedoor.work.models import Task


class Intake:
    """One moment of one county: the limits that begin there, and the first rung of the ladders that watch them."""

    def __init__(self, county: str, at: datetime) -> None:
        self.county, self.at = county, at
        self._limits: dict[tuple[str, str], Limit] = {}
        self._rungs: dict[tuple[str, bool, datetime], list[Rung]] = {}

    def limit(self, verb: str, urgency: str = "") -> Limit:
        """As ``limit_for`` gives it for a step that begins at this moment."""
        found = self._limits.get((verb, urgency))
        if found is None:
            counted = limit_for(self.county, verb, start=self.at, urgency=urgency)
            found = self._limits[verb, urgency] = Limit(counted.due, Written(counted.trace))
        return found

    def first(self, task: Task) -> list[Rung]:
        """As ``ladder.first`` gives them for a task that was opened at this moment."""
        key = (task.verb, task.urgent, task.due_at)
        if key not in self._rungs:
            self._rungs[key] = list(ladder.first(task))
        return self._rungs[key]


def free_refs(county: str, moments: Sequence[datetime]) -> list[str]:
    """A reference for a case of each moment, no two the same and none of them taken: asked once for all of them.

    In a month of a hundred thousand cases every fourth batch of 250 would draw one that is there. Somebody else may
    still take one meanwhile; the unique key refuses it then.
    """
    drawn: dict[str, int] = {}
    found: dict[int, str] = {}
    missing = list(range(len(moments)))
    while missing:
        drawn.clear()
        for number in missing:
            drawn.setdefault(new_ref(county, moments[number]), number)
        taken = {
            *found.values(),
            *Case.objects.filter(county=county, ref__in=list(drawn)).values_list("ref", flat=True),
        }
        found |= {number: ref for ref, number in drawn.items() if ref not in taken}
        missing = [number for number in missing if number not in found]
    return [found[number] for number in range(len(moments))]
