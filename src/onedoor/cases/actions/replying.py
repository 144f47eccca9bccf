"""The unit finishes and replies (办结、反馈)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of, of_centre
from onedoor.cases.actions.attaching import attach_work
from onedoor.cases.events import CaseReplied
from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor

_SHORTEST = 10


@transaction.atomic
def reply(ref: str, *, text: str, before: str = "", after: str = "", by: Actor, at: datetime) -> Case:
    """Reply to the resident; the centre owes a review. ``before`` and ``after`` are the keys under which pictures of
    the work wait; they are part of the reply. Raises Refused when the reply says next to nothing."""
    case = queries.locked(by.county, ref)
    if len(text.strip()) < _SHORTEST:
        raise Refused(_("答复太短了。请写清：查明了什么、怎么处理的、接下来怎样。"), field="text")
    limit = limit_for(case.county, "review", start=at, colour=case.colour)
    advance(case, "reply", by=by, at=at, then=of_centre(case, "review", "review"), limit=limit)
    emit(
        CaseReplied(flow=flow_of(case), unit=case.lead_code, trace=limit.trace),
        on=case, by=by, at=at, words={"reply": text},
    )  # fmt: skip
    attach_work(case, before=before, after=after, by=by, at=at)
    return case
