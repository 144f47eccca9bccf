"""What follows from a reporter's answer."""

from __future__ import annotations

from datetime import datetime

from onedoor.cases import queries
from onedoor.cases.actions.advancing import flow_of, of_centre, save
from onedoor.cases.events import ReporterAnswered
from onedoor.cases.flow import Colour
from onedoor.cases.models import Case, Report
from onedoor.catalogue.queries import limit_for
from onedoor.core.clock import Limit
from onedoor.core.events import emit
from onedoor.organisation.actor import Actor
from onedoor.work.actions.tasks import Owed


def answered(case: Case, report: Report, *, solved: bool | None, by: Actor, at: datetime) -> None:
    """Keep a reporter's last word with their own case: "not solved" until they say otherwise, or until nobody could
    be reached after a new reply."""
    own = case if report.case_id == case.id else queries.locked(case.county, report.case.ref)
    own.unsolved = solved is False
    if own is not case:
        save(own)
        emit(ReporterAnswered(flow=flow_of(own), through=case.ref, solved=solved), on=own, by=by, at=at)


def after_answer(case: Case, *, onward: bool, at: datetime) -> tuple[Owed, Limit]:
    """Who owes the next step once a reporter answered. ``onward``: nobody else is to be asked now."""
    if not onward:
        return of_centre(case, "visit", "visit"), limit_for(case.county, "visit", start=at, colour=case.colour)
    if case.anybody_unsolved:
        owed = of_centre(case, "rework", "review")
    elif case.colour == Colour.RED:
        owed = of_centre(case, "confirm", "lead")
    else:
        owed = of_centre(case, "close", "close")
    return owed, limit_for(case.county, "close", start=at, colour=case.colour)
