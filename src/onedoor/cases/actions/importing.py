"""Take in a case of the past (历史导入): no clocks, notices, supervision or alerts; archived from the start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from onedoor.cases import indexing
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.intake import free_refs
from onedoor.cases.actions.registering import Incoming, new_case, new_report, received
from onedoor.cases.events import CaseImported
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.models.choices import Origin
from onedoor.core import waker
from onedoor.core.events import record
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor


@dataclass(frozen=True)
class Past:
    """A report of the past and what was answered then."""

    incoming: Incoming
    received_at: datetime
    reply: str = ""
    replied_at: datetime | None = None


def import_history(past: Iterable[Past], *, county: str, by: Actor) -> int:
    """Write a batch of past cases, all or none. Returns how many.

    Raises IntegrityError when a source id is there already or a drawn reference is taken: the caller leaves out what
    is known and tries again.
    """
    told = list(past)
    if not told:
        return 0
    rows: list[models.Model] = []
    cases: list[int] = []
    for one, ref in zip(told, free_refs(county, [one.received_at for one in told]), strict=True):
        case, made = _rows(one, ref, county=county, by=by)
        rows += made
        cases.append(case.id)
    insert_together([*rows, indexing.later(county, cases, timezone.now())])
    transaction.on_commit(waker.poke)
    return len(told)


def _rows(told: Past, ref: str, *, county: str, by: Actor) -> tuple[Case, list[models.Model]]:
    at = told.received_at
    incoming = told.incoming
    case = new_case(incoming, county=county, at=at, ref=ref)
    case.state, case.origin = State.ARCHIVED, Origin.IMPORTED
    case.closed_at = told.replied_at or at
    report, contact = new_report(incoming, case=case, by=by, at=at)
    told_rows = record(received(report), on=case, by=by, at=at, told=False)
    told_rows += record(
        CaseImported(flow=flow_of(case), feed=incoming.feed, replied_at=told.replied_at),
        on=case, by=by, at=at, words={"reply": told.reply}, told=False,
    )  # fmt: skip
    return case, [case, report, contact, *told_rows]
