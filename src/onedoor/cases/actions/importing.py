"""Take in a case of the past (历史导入): no clocks, notices, supervision or alerts; archived from the start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.registering import Incoming, new_case, new_report, received
from onedoor.cases.events import CaseImported
from onedoor.cases.flow import State
from onedoor.cases.models.choices import Origin
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
    rows: list[models.Model] = []
    count = 0
    for told in past:
        rows += _rows(told, county=county, by=by)
        count += 1
    if rows:
        insert_together(rows)
    return count


def _rows(told: Past, *, county: str, by: Actor) -> list[models.Model]:
    at = told.received_at
    incoming = told.incoming
    case = new_case(incoming, county=county, at=at)
    case.state, case.origin = State.ARCHIVED, Origin.IMPORTED
    case.closed_at = told.replied_at or at
    report, contact = new_report(incoming, case=case, by=by, at=at)
    told_rows = record(received(report), on=case, by=by, at=at, told=False)
    told_rows += record(
        CaseImported(flow=flow_of(case), feed=incoming.feed, replied_at=told.replied_at),
        on=case, by=by, at=at, words={"reply": told.reply}, told=False,
    )  # fmt: skip
    return [case, report, contact, *told_rows]
