"""Up and down the ladder village, town, county (提级、下沉; A-219…A-221), with reasons."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of
from onedoor.cases.actions.dispatching import RUNGS, end_assignments
from onedoor.cases.actions.triaging import dispatcher
from onedoor.cases.events import CaseLowered, CaseRaised
from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor


class Raise(models.TextChoices):
    """Why a case goes up (A-221: repeated claims unresolved, and the local mediator's talks failed)."""

    REPEATED = "repeated", gettext_lazy("反复反映，没有解决")
    TALKS_FAILED = "talks-failed", gettext_lazy("本级调解不成")
    BEYOND = "beyond", gettext_lazy("超出本级权限")
    MANY = "many", gettext_lazy("涉及多个部门或多个镇街")


@transaction.atomic
def raise_level(ref: str, *, why: str, reason: str, by: Actor, at: datetime) -> Case:
    """The unit that has the case gives it to the next rung above its own; the centre finds a unit there.

    Raises Refused without a reason, and on the highest rung of this installation.
    """
    case = queries.locked(by.county, ref)
    case.permitted("raise", by=by, unit=case.lead_id)
    if why not in Raise.values:
        raise Refused(_("请选择提级的原因。"), field="why")
    if not reason.strip():
        raise Refused(_("提级要写明做过什么、为什么本级解决不了。"), field="reason")
    assert case.lead is not None
    rung = case.lead.level
    if rung not in RUNGS or rung == RUNGS[-1]:
        raise Refused(_("本单位已在县级，不能再提级。确需上级解决，请按转送程序报上级中心。"))
    unit, case.level = case.lead.code, RUNGS[RUNGS.index(rung) + 1]
    trace = _look_for_a_unit(case, "raise", outcome="raised", by=by, at=at)
    emit(
        CaseRaised(flow=flow_of(case), unit=unit, level=case.level, why=why, trace=trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return case


@transaction.atomic
def lower(ref: str, *, level: str, reason: str, by: Actor, at: datetime) -> Case:
    """Let a lower rung settle it after all. Raises Refused without a reason, or for a rung that is not below."""
    case = queries.locked(by.county, ref)
    case.permitted("lower", by=by)
    if level not in RUNGS[:-1] or (case.level in RUNGS and RUNGS.index(level) >= RUNGS.index(case.level)):
        raise Refused(_("请选择比现在低的一级：镇街或村社区。"), field="level")
    if not reason.strip():
        raise Refused(_("下沉要写明为什么下级能解决。"), field="reason")
    case.level = level
    trace = _look_for_a_unit(case, "lower", outcome="lowered", by=by, at=at)
    emit(CaseLowered(flow=flow_of(case), level=level, trace=trace), on=case, by=by, at=at, words={"reason": reason})
    return case


def _look_for_a_unit(case: Case, verb: str, *, outcome: str, by: Actor, at: datetime) -> dict[str, object]:
    limit = limit_for(case.county, "dispatch", start=at, colour=case.colour, urgency=case.urgency)
    advance(case, verb, by=by, at=at, then=dispatcher(case), limit=limit)
    end_assignments(case, outcome=outcome, at=at)
    return limit.trace
