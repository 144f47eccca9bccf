"""The way of one report: the record of its own case, and while that was merged, of the case it is handled with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onedoor.cases.events import CaseJoined, CaseMerged, CaseReopened, CaseUnmerged, CaseWithdrawn
from onedoor.cases.flow import State
from onedoor.cases.models import Case, Report
from onedoor.cases.queries import Line, record_of

_PARTINGS = (CaseUnmerged.name, CaseReopened.name, CaseWithdrawn.name)


@dataclass(frozen=True)
class Step:
    """A line on the way. ``hosted``: it is of the case this one was merged into. ``before``: it happened there before
    the two were joined, and only helps to understand what follows."""

    line: Line
    hosted: bool = False
    before: bool = False


@dataclass(frozen=True)
class Way:
    """``case`` is the one that is handled for this report, ``lines`` its record without what others said."""

    case: Case
    lines: list[Line]
    steps: list[Step]


def way(report: Report) -> Way:
    """Everything that concerns the report, oldest first. Words that another reporter said are not in it."""
    own = report.case
    record = record_of(own)
    hosts: dict[str, list[Line]] = {}
    steps: list[Step] = []
    for place, line in enumerate(record):
        steps.append(Step(line))
        if line.happening.name == CaseMerged.name:
            parted = (later.happening.at for later in record[place:] if later.happening.name in _PARTINGS)
            into = line.happening.payload["into"]
            if into not in hosts:
                hosts[into] = record_of(Case.objects.get(county=own.county, ref=into), voices=False)
            steps += _hosted(hosts[into], own.ref, since=line.happening.at, until=next(parted, None))
    if own.state == State.MERGED and own.into:
        return Way(own.into, hosts[own.into.ref], steps)
    return Way(own, record, steps)


def _hosted(lines: list[Line], ref: str, *, since: datetime, until: datetime | None) -> list[Step]:
    joined = max(
        place
        for place, line in enumerate(lines)
        if line.happening.name == CaseJoined.name
        and line.happening.payload["joined"] == ref
        and line.happening.at == since
    )
    return [
        Step(line, hosted=True, before=place < joined)
        for place, line in enumerate(lines)
        if until is None or line.happening.at < until
    ]
