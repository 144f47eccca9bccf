"""More time for the whole case (延期): asked before it ends, decided by the centre, told to the resident."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions import limiting
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.requesting import ask, grants
from onedoor.cases.events import CaseExtended
from onedoor.cases.flow import State
from onedoor.cases.models import Case, Request
from onedoor.catalogue.queries import threshold
from onedoor.core import clock
from onedoor.core.clock import Limit
from onedoor.core.events import emit
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor


@transaction.atomic
def ask_extension(ref: str, *, n: int, reason: str, by: Actor, at: datetime) -> Case:
    """Ask for ``n`` more of the units its limit counts (working days, say).

    Raises Refused after the limit, for more than the original length, beyond the county's number of extensions, for a
    leader's or an upstream date, and while the case stands still (DOMAIN B.3: before expiry, once, not longer than
    the original, decided by the command centre).
    """
    case = queries.locked(by.county, ref)
    handler(case, by)
    limit = _extendable(case, at=at)
    longest = limit["n"]
    if not 1 <= n <= longest:
        most = clock.amount(longest, clock.Unit.named(limit["unit"]))
        raise Refused(_("延期最多%(most)s（不超过原时限）。请改短。") % {"most": most}, field="n")
    ask(case, Request.Kind.EXTEND, reason=reason, facts={"n": n}, unit=case.lead, by=by, at=at)
    return case


def handler(case: Case, by: Actor) -> None:
    """The unit that is handling the case asks, nobody else. Raises Refused."""
    if case.state != State.HANDLING or case.lead is None:
        raise Refused(_("只有签收以后、答复以前，才能申请延期或中止。"))
    case.must(by, handler=True)


def _extendable(case: Case, *, at: datetime) -> dict[str, Any]:
    limit = limiting.kept(case)
    if at >= limit.due:
        raise Refused(_("时限已过，不能再申请延期。请尽快答复。"))
    if case.suspended_until:
        raise Refused(_("本件正在中止，时钟停着。请恢复办理后再申请延期。"))
    if "fixed" in limit.trace:
        raise Refused(_("领导或上级定的日期不能延期。请向定日期的人说明。"))
    most = threshold(case.county, "extensions", on=timezone.localdate(at))
    if case.extensions >= most:
        raise Refused(_("本件已经延期%(n)s次，不能再延。") % {"n": case.extensions})
    return limit.trace


@grants(Request.Kind.EXTEND)
def extend(case: Case, request: Request, reason: str, by: Actor, at: datetime) -> None:
    """Lengthen the period itself, from its unrolled end; never beyond an upstream deadline."""
    before, limit = limiting.kept(case), extended(case, request.facts["n"])
    case.extensions += 1
    limiting.move(case, limit)
    emit(
        CaseExtended(flow=flow_of(case), before=before.due, after=limit.due, trace=limit.trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip


def extended(case: Case, n: int) -> Limit:
    """The limit of the whole case with ``n`` more of its units: what a grant would make it."""
    before = limiting.kept(case).trace
    longer = before | {"extension": before.get("extension", 0) + n}
    return limiting.whole(case, clock.recompute(longer, calendar(case.county)))
