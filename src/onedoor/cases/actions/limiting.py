"""The limit of the whole case, and moving it: with what is owed by it."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.translation import gettext_noop

from onedoor.cases.actions.advancing import save
from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.core import clock
from onedoor.core.clock import ZONE, Limit
from onedoor.core.writing import insert_together
from onedoor.work.actions import tasks
from onedoor.work.queries import open_tasks

BY_THE_WHOLE = ("reply", "assist")
"""Tasks that are owed by the limit of the whole case."""


def whole(case: Case, limit: Limit) -> Limit:
    """The limit of the whole case: the centre's own, or the last day an upstream order brought where that is earlier
    (A-105)."""
    if case.upstream_by is None:
        return limit
    ends = datetime.combine(case.upstream_by, time(), tzinfo=ZONE)
    theirs = clock.fixed(
        case.upstream_by, start=min(case.registered_at, ends), rule="A-105", citation=gettext_noop("上级交办时限")
    )
    return theirs if theirs.due < limit.due else limit


def begin(case: Case, *, at: datetime) -> Limit:
    """Start the limit of the whole case by its colour and urgency."""
    limit = whole(case, limit_for(case.county, "solve", start=at, colour=case.colour, urgency=case.urgency))
    case.solve_by, case.solve_limit = limit.due, limit.trace
    return limit


def kept(case: Case) -> Limit:
    """The limit of the whole case as it stands."""
    assert case.solve_by is not None and case.solve_limit is not None
    return Limit(case.solve_by, case.solve_limit)


def move(case: Case, limit: Limit) -> None:
    """Give the whole case another limit, and with it the reply and the helpers' parts that are owed by it."""
    case.solve_by, case.solve_limit = limit.due, limit.trace
    moved = [task for task in open_tasks(case.county, case.subject) if task.verb in BY_THE_WHOLE]
    insert_together(row for task in moved for row in tasks.move(task, limit=limit))
    if any(task.leading for task in moved):
        case.due_at = limit.due
    save(case)
