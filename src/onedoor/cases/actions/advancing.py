"""What every step of a case has in common: the task in hand is done, the flow moves, the next task is owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from onedoor.cases.models import Case
from onedoor.core.clock import ZONE, Limit
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.work.actions import tasks
from onedoor.work.actions.tasks import Owed
from onedoor.work.queries import leading

_FLOW_FIELDS = ["state", "colour", "item", "area", "holder", "due_at", "lead", "solve_by", "solve_limit", "send_backs"]


def advance(case: Case, verb: str, *, by: Actor, at: datetime, then: Owed | None, limit: Limit | None = None) -> None:
    """Take the step for the unit whose task it is, and let ``then`` be owed by ``limit``.

    The case is locked by the caller, who writes the event. Raises Refused as ``Case.move`` does.
    """
    task = leading(case.county, case.subject)
    case.move(verb, by=by, unit=task.unit_id if task else None)
    if task:
        tasks.close(task, outcome=verb, at=at)
    owe(case, then=then, limit=limit, at=at)


def owe(case: Case, *, then: Owed | None, limit: Limit | None, at: datetime) -> None:
    """Make ``then`` the leading task; None ends the case's duties."""
    rows: list[models.Model] = []
    case.holder, case.due_at = None, None
    if then and limit:
        task, rows = tasks.opened(then, subject=case.subject, limit=limit, at=at)
        case.holder, case.due_at = then.unit, task.due_at
    else:
        case.closed_at = case.closed_at or at
    case.save(update_fields=[*_FLOW_FIELDS, "closed_at"])
    if rows:
        insert_together(rows)


def flow_of(case: Case) -> dict[str, Any]:
    """The flow columns of a case as codes: what its next event carries, and what replaying gives back."""
    return {
        "state": str(case.state),
        "colour": str(case.colour),
        "holder": case.holder.code if case.holder else None,
        "due": _moment(case.due_at),
        "lead": case.lead.code if case.lead else None,
        "solve_by": _moment(case.solve_by),
    }


def _moment(at: datetime | None) -> str | None:
    """One moment is one text, whether it was just computed or read back from the store."""
    return at.astimezone(ZONE).isoformat() if at else None
