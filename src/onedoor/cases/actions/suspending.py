"""The clock stands still for a reason, up to a longest halt, and runs on (中止、恢复)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases import queries
from onedoor.cases.actions import limiting
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.extending import handler
from onedoor.cases.actions.requesting import ask, grants
from onedoor.cases.events import CaseResumed, CaseSuspended
from onedoor.cases.models import Case, Request
from onedoor.catalogue.queries import threshold
from onedoor.core import clock
from onedoor.core.clock import Limit
from onedoor.core.events import emit, schedule
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty

RESUME = "cases.resume"
_DAY = timedelta(days=1)


class Halt(models.TextChoices):
    """Why a clock may stand still (DOMAIN B.4 pause rules)."""

    HEARING = "hearing", gettext_lazy("正在听证")
    APPRAISAL = "appraisal", gettext_lazy("正在鉴定、检测、评估")
    THIRD_PARTY = "third-party", gettext_lazy("征求第三方意见")
    MATERIAL = "material", gettext_lazy("等当事人补充材料")
    FORCE = "force", gettext_lazy("不可抗力")


@transaction.atomic
def ask_suspension(ref: str, *, why: str, until: date, reason: str, by: Actor, at: datetime) -> Case:
    """Ask that the clock stand still up to and including the day ``until``.

    Raises Refused for an unknown reason, a past day, more than the county's longest halt, or a leader's or upstream
    date, which no halt moves.
    """
    case = queries.locked(by.county, ref)
    handler(case, by)
    if why not in Halt.values:
        raise Refused(_("请选择中止的原因。"), field="why")
    if case.suspended_until:
        raise Refused(_("本件已经中止。"))
    if "fixed" in limiting.kept(case).trace:
        raise Refused(_("领导或上级定的日期不能中止。请向定日期的人说明。"))
    today = timezone.localdate(at)
    most = threshold(case.county, "suspension_days", on=today)
    if not today <= until <= today + _DAY * (most - 1):
        raise Refused(_("中止最长%(most)s天，从今天算起。请改日期。") % {"most": most}, field="until")
    facts = {"why": why, "until": until.isoformat()}
    ask(case, Request.Kind.SUSPEND, reason=reason, facts=facts, unit=case.lead, by=by, at=at)
    return case


@grants(Request.Kind.SUSPEND)
def suspend(case: Case, request: Request, reason: str, by: Actor, at: datetime) -> None:
    """Let the clock stand still from today; it runs on by itself after the last day."""
    today, until = timezone.localdate(at), date.fromisoformat(request.facts["until"])
    if until < today:
        raise Refused(_("申请的中止日期已经过去，不能同意。请退回，让单位重新申请。"))
    case.suspended_from, case.suspended_until = today, until
    limit = _stopped(case, today, until)
    limiting.move(case, limit)
    midnight = datetime.combine(until + _DAY, datetime.min.time(), tzinfo=clock.ZONE)
    schedule(
        RESUME, county=case.county, subject=case.subject, due_at=midnight,
        payload={"ref": case.ref, "from": today.isoformat(), "until": until.isoformat()},
    ).save(force_insert=True)  # fmt: skip
    emit(
        CaseSuspended(flow=flow_of(case), why=request.facts["why"], until=until, trace=limit.trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip


@transaction.atomic
def resume(ref: str, *, by: Actor, at: datetime) -> Case:
    """Let the clock run again: the unit when it goes on, the centre when the reason has gone, the system after the
    last day. Raises Refused when it is not standing still."""
    case = queries.locked(by.county, ref)
    if case.suspended_from is None or case.suspended_until is None:
        raise Refused(_("本件没有中止。"))
    case.must(by, Duty.APPROVE, handler=True)
    began, today = case.suspended_from, timezone.localdate(at)
    limit = _stopped(case, began, min(case.suspended_until, today - _DAY))
    case.suspended_from = case.suspended_until = None
    limiting.move(case, limit)
    emit(CaseResumed(flow=flow_of(case), trace=limit.trace), on=case, by=by, at=at)
    return case


def _stopped(case: Case, first: date, last: date) -> Limit:
    """The limit with the clock standing still from ``first`` to ``last``; a halt that ended on its first day counts
    for nothing."""
    trace = dict(limiting.kept(case).trace)
    spans = [span for span in trace.pop("stopped", []) if span[0] != first.isoformat()]
    if last >= first:
        spans.append([first.isoformat(), last.isoformat()])
    if spans:
        trace["stopped"] = spans
    return limiting.whole(case, clock.recompute(trace, calendar(case.county)))
