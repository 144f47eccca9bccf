"""Close a case after reply and call-back (结案), a red one by the leader's confirmation, and archive it (归档)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of
from onedoor.cases.actions.dispatching import end_assignments
from onedoor.cases.events import CaseArchived, CaseClosed
from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.core.events import emit, schedule
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor

ARCHIVE = "cases.archive"


def close(ref: str, *, by: Actor, at: datetime) -> Case:
    """Close a green or yellow case. Raises Refused while the resident says it is not solved."""
    return _close(ref, "close", by=by, at=at)


def confirm(ref: str, *, by: Actor, at: datetime) -> Case:
    """The leader confirms that a red case is done, and closes it (A-016). Raises Refused as ``close`` does."""
    return _close(ref, "confirm", by=by, at=at)


@transaction.atomic
def _close(ref: str, verb: str, *, by: Actor, at: datetime) -> Case:
    case = queries.locked(by.county, ref)
    case.permitted(verb, by=by)
    if case.anybody_unsolved:
        raise Refused(_("回访时群众说没有解决，不能结案。请退回重办。"))
    advance(case, verb, by=by, at=at, then=None)
    end_assignments(case, outcome="closed", at=at)
    archive_at = limit_for(case.county, "archive", start=at, colour=case.colour).due
    schedule(
        ARCHIVE, county=case.county, subject=case.subject, due_at=archive_at,
        payload={"ref": case.ref, "closed_at": at.isoformat()},
    ).save(force_insert=True)  # fmt: skip
    emit(CaseClosed(flow=flow_of(case), confirmed=verb == "confirm"), on=case, by=by, at=at)
    return case


@transaction.atomic
def archive(ref: str, *, by: Actor, at: datetime) -> Case:
    """Put a closed case into the archive. Raises Refused while it is not closed."""
    case = queries.locked(by.county, ref)
    advance(case, "archive", by=by, at=at, then=None)
    emit(CaseArchived(flow=flow_of(case)), on=case, by=by, at=at)
    return case
