"""Look at who the resident is: with a reason, and on the record; of a secret case only when another agrees (F.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.requesting import ask, grants
from onedoor.cases.events import ContactUnmasked
from onedoor.cases.models import Case, Contact, Request
from onedoor.catalogue.queries import threshold
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor


@transaction.atomic
def ask_unmask(ref: str, *, report: int, reason: str, by: Actor, at: datetime) -> Case:
    """Ask for a look at who a confidential reporter is; somebody else decides.

    Raises Refused without the right, and once the case has ended.
    """
    case = queries.locked(by.county, ref)
    _contact(case, report, by)
    if not case.secret:
        raise Refused(_("本件不是保密件，写明原因就可以查看。"))
    if case.ended:
        raise Refused(_("本件已经结束，不再申请查看身份。本人重启以后可以再申请。"))
    ask(case, Request.Kind.UNMASK, reason=reason, facts={"report": report}, unit=None, by=by, at=at)
    return case


@grants(Request.Kind.UNMASK)
def allow(case: Case, request: Request, reason: str, by: Actor, at: datetime) -> None:
    """The grant is the record itself; the asker may look from now on, for the hours the county allows."""


@transaction.atomic
def unmask(ref: str, *, report: int, reason: str, by: Actor, at: datetime) -> Contact:
    """The contact of one report of a case, in clear.

    Raises Refused without a reason or without the right, and of a secret case without a grant of another's.
    """
    case = queries.locked(by.county, ref)
    contact = _contact(case, report, by)
    if not reason.strip():
        raise Refused(_("查看身份要写明原因，并会记入经过。"), field="reason")
    grant = granted(case, report, by, at=at) if case.secret else None
    if case.secret and grant is None:
        raise Refused(_("本件保密。请先申请，另一位审批人同意以后才能查看。"))
    emit(
        ContactUnmasked(report=report, request=grant.id if grant else None),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return contact


def granted(case: Case, report: int, by: Actor, *, at: datetime) -> Request | None:
    """The grant by which this actor may look now, if there is one."""
    hours = threshold(case.county, "unmask_hours", on=timezone.localdate(at))
    asked = case.requests.filter(
        kind=Request.Kind.UNMASK, state=Request.State.GRANTED, asked_by=by.code,
        decided_at__gt=at - timedelta(hours=hours),
    )  # fmt: skip
    return next((request for request in asked if request.facts["report"] == report), None)


def _contact(case: Case, report: int, by: Actor) -> Contact:
    if not queries.sight(case, by).contact:
        raise Refused(_("您不能查看本件诉求人的身份。需要联系时，请由中心转达。"))
    contact = Contact.objects.filter(county=case.county, report__case=case, report_id=report).first()
    if contact is None:
        raise Refused(_("没有这份来件。请刷新页面。"))
    return contact
