"""What invited units owe in the hall, by the record of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from onedoor.cases.actions.advancing import ATTEND
from onedoor.cases.flow import ENDED
from onedoor.core.models import Happening
from onedoor.hall.events import TalkCalledOff, TalkHeld, UnitArrived, UnitInvited


def owed(record: Iterable[Happening]) -> Counter[tuple[str, str]]:
    """How many units must still come to which talk: those invited who have not signed, until the talk is over or the
    case has ended."""
    missing: Counter[tuple[str, str]] = Counter()
    for line in record:
        told = line.payload
        talk = (ATTEND, str(told.get("talk", "")))
        if line.name == UnitInvited.name:
            missing[talk] += 1
        elif line.name == UnitArrived.name:
            missing[talk] -= 1
        elif line.name in (TalkHeld.name, TalkCalledOff.name):
            missing.pop(talk, None)
        elif told.get("flow", {}).get("state") in ENDED:
            missing.clear()
    return +missing
