"""Keep a case from being erased while a court or an inquiry needs it, and let go again (保全)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.events import CaseHeld, CaseUnheld
from onedoor.cases.models import Case, Hold
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty


@transaction.atomic
def hold(ref: str, *, reason: str, by: Actor, at: datetime) -> Case:
    """Put a legal hold on a case. Raises Refused without the duty or a reason, and for a second hold."""
    case, standing = _asked(ref, reason, by)
    if standing:
        raise Refused(_("本件已经保全。"))
    Hold(county=case.county, case=case, by=by.code, at=at).save(force_insert=True)
    emit(CaseHeld(flow=flow_of(case)), on=case, by=by, at=at, words={"reason": reason})
    return case


@transaction.atomic
def unhold(ref: str, *, reason: str, by: Actor, at: datetime) -> Case:
    """End the legal hold of a case. Raises Refused without the duty or a reason, and where there is none."""
    case, standing = _asked(ref, reason, by)
    if standing is None:
        raise Refused(_("本件没有保全。请刷新页面。"))
    standing.ended_by, standing.ended_at = by.code, at
    standing.save(update_fields=["ended_by", "ended_at"])
    emit(CaseUnheld(flow=flow_of(case)), on=case, by=by, at=at, words={"reason": reason})
    return case


def _asked(ref: str, reason: str, by: Actor) -> tuple[Case, Hold | None]:
    case = queries.locked(by.county, ref)
    if not case.allows(by, Duty.PRIVACY):
        raise Refused(_("保全和解除保全要由个人信息保护岗来做。"))
    if not reason.strip():
        raise Refused(_("请写明哪个机关、为什么要保全，或者为什么不用再保全。"), field="reason")
    return case, Hold.objects.filter(county=case.county, case=case, ended_at=None).first()
