"""What every step of a case has in common: the task in hand is done, the flow moves, the next task is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models

from onedoor.cases.flow import GIVEN, State, duty_of
from onedoor.cases.models import Case, Request
from onedoor.core.clock import ZONE, Limit
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory
from onedoor.work.actions import tasks
from onedoor.work.actions.tasks import Owed
from onedoor.work.models import Task
from onedoor.work.queries import open_tasks

_FLOW_FIELDS = [
    "state", "colour", "item", "area", "holder", "due_at", "lead", "solve_by", "solve_limit", "send_backs",
    "extensions", "level", "suspended_from", "suspended_until", "unsolved", "into", "safety", "confidential", "nature",
    "closed_at",
]  # fmt: skip

OUTLASTING = ("answer_order", "discharge_order", "assess_safety")
"""Tasks that go on when a case ends: an order is discharged by a person, and danger does not end with a case."""

DECIDE = "decide_request"
"""The verb of the task to decide a request; it is about the request's id."""

ATTEND = "attend"
"""The verb of a unit's task to be at a joint reception; it is about the talk's id. It ends with the case."""

_UNITS_PART = ("assist", "inspect")
_ASKED_IN = {
    Request.Kind.EXTEND: (State.HANDLING,),
    Request.Kind.SUSPEND: (State.HANDLING,),
    Request.Kind.DECLINE: (State.REGISTERED, State.TRIAGED, State.RULED),
}


def advance(case: Case, verb: str, *, by: Actor, at: datetime, then: Owed | None, limit: Limit | None = None) -> None:
    """Take the step for the unit whose task it is, and let ``then`` be owed by ``limit``.

    What was owed beside it and makes no sense any more is closed. The case is locked by the caller, who writes the
    event. Raises Refused as ``Case.move`` does.
    """
    owed = list(open_tasks(case.county, case.subject))
    task = next((task for task in owed if task.leading), None)
    before = case.state
    case.move(verb, by=by, unit=task.unit_id if task else None)
    if case.state != State.HANDLING:
        case.suspended_from = case.suspended_until = None
    if task:
        tasks.close(task, outcome=verb, at=at)
    _close_beside(case, before, [task for task in owed if not task.leading], at=at)
    owe(case, then=then, limit=limit, at=at)


def owe(case: Case, *, then: Owed | None, limit: Limit | None, at: datetime) -> None:
    """Make ``then`` the leading task; None ends the case's duties."""
    rows: list[models.Model] = []
    case.holder, case.due_at = None, None
    if then and limit:
        task, rows = tasks.opened(then, subject=case.subject, limit=limit, at=at)
        case.holder, case.due_at, case.closed_at = then.unit, task.due_at, None
    else:
        case.closed_at = case.closed_at or at
    save(case)
    if rows:
        insert_together(rows)


def save(case: Case) -> None:
    """Write the flow columns of a locked case."""
    case.save(update_fields=_FLOW_FIELDS)


def of_centre(case: Case, verb: str, duty: str) -> Owed:
    """The centre owes this; about an informant's report, those who handle such reports."""
    centre = directory(case.county).centre
    duty = duty_of(duty, restricted=case.restricted)
    return Owed(verb, centre, duty, case.area, urgent=case.urgent, secret=case.restricted)


def of_unit(case: Case, verb: str, unit: Unit) -> Owed:
    """A handling unit owes this, where it meets the case."""
    area = unit.meets(case.area)
    return Owed(verb, unit, Duty.HANDLE, area, urgent=case.urgent, secret=case.restricted)


def flow_of(case: Case) -> dict[str, Any]:
    """The flow columns of a case as codes: what its next event carries, and what replaying gives back. An overlay
    that is not there is left out."""
    columns = {
        "state": str(case.state),
        "colour": str(case.colour),
        "holder": case.holder.code if case.holder else None,
        "due": _moment(case.due_at),
        "lead": case.lead.code if case.lead else None,
        "solve_by": _moment(case.solve_by),
    }
    overlays = {
        "level": str(case.level),
        "halted": case.suspended_until.isoformat() if case.suspended_until else "",
        "extensions": case.extensions,
        "unsolved": case.unsolved,
        "into": case.into.ref if case.into else "",
        "safety": str(case.safety),
    }
    return columns | {name: value for name, value in overlays.items() if value}


def _moment(at: datetime | None) -> str | None:
    """One moment is one text, whether it was just computed or read back from the store."""
    return at.astimezone(ZONE).isoformat() if at else None


def _close_beside(case: Case, before: str, owed: Sequence[Task], *, at: datetime) -> None:
    """What was owed beside the leading task and makes no sense any more: all of it when the case ends, the units' part
    when it leaves them, and the decision of a request that no longer fits where the case is."""
    left_units = before in GIVEN and case.state not in GIVEN
    for task in owed:
        if task.verb == DECIDE and case.state != before:
            _void(case, task, at=at)
        elif case.ended and task.verb not in OUTLASTING:
            tasks.close(task, outcome="ended", at=at)
        elif left_units and task.verb in _UNITS_PART:
            tasks.close(task, outcome="overtaken", at=at)


def _void(case: Case, task: Task, *, at: datetime) -> None:
    request = case.requests.get(pk=int(task.about))
    if case.ended or case.state not in _ASKED_IN.get(Request.Kind(request.kind), (case.state,)):
        request.end(Request.State.VOID, at=at)
        tasks.close(task, outcome="void", at=at)
