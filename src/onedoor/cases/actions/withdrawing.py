"""Withdraw a case: its author, with the code of their own receipt, and nobody else (撤回)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of
from onedoor.cases.actions.dispatching import end_assignments
from onedoor.cases.actions.merging import host, release, settle
from onedoor.cases.events import CaseWithdrawn
from onedoor.cases.models import Case
from onedoor.core.events import emit
from onedoor.organisation.actor import Actor


@transaction.atomic
def withdraw(ref: str, *, reason: str = "", by: Actor, at: datetime) -> Case:
    """End the case at its author's wish; what was merged into it goes on. Why is theirs to say or not.

    Raises Refused for anybody else, staff and system included, and once the case is closed.
    """
    main = host(by.county, ref)
    case = queries.locked(by.county, ref)
    case.permitted("withdraw", by=by)
    release(case, why="withdrawn", at=at)
    end_assignments(case, outcome="withdrawn", at=at)
    case.into = None
    case.unsolved = False
    advance(case, "withdraw", by=by, at=at, then=None)
    emit(CaseWithdrawn(flow=flow_of(case)), on=case, by=by, at=at, words={"reason": reason})
    settle(main, at=at)
    return case
