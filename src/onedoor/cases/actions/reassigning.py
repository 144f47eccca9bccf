"""The centre takes a case back that nobody has signed for yet, and gives it to another unit (改派)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.dispatching import end_assignments, give, units_of
from onedoor.cases.events import CaseReassigned
from onedoor.cases.models import Assignment, Case
from onedoor.cases.models.assignment import Role
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.work.actions import tasks
from onedoor.work.queries import beside

_UNITS_PART = ("assist", "inspect")


@transaction.atomic
def reassign(ref: str, *, to: str, reason: str, assists: Sequence[str] | None = None, by: Actor, at: datetime) -> Case:
    """Give the case to the unit with this code instead of the one that has not signed for it; the time to sign begins
    again. Without ``assists`` the same units help.

    Raises Refused without a reason, for the same unit again, and where a ruling on a return says who keeps the case.
    """
    case = queries.locked(by.county, ref)
    case.permitted("reassign", by=by)
    assert case.lead is not None
    before = case.lead
    if not reason.strip():
        raise Refused(_("改派要写明理由，两个单位都看得到。"), field="reason")
    if to == before.code:
        raise Refused(_("本件已经在%(unit)s。请选择别的单位。") % {"unit": before.name}, field="to")
    helpers_before = [code for code in _helpers(case) if code != to]
    _keep_rulings(case, to)
    unit, helpers = units_of(case, to, helpers_before if assists is None else assists)
    end_assignments(case, outcome="reassigned", at=at)
    for part in beside(case.county, case.subject).filter(verb__in=_UNITS_PART):
        tasks.close(part, outcome="overtaken", at=at)
    trace = give(case, "reassign", unit, helpers, by=by, at=at)
    emit(
        CaseReassigned(
            flow=flow_of(case), unit=unit.code, before=before.code, assists=tuple(one.code for one in helpers),
            trace=trace,
        ),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return case


def _helpers(case: Case) -> list[str]:
    """The codes of the units that help now."""
    helping = Assignment.objects.filter(county=case.county, case=case, role=Role.ASSIST, ended_at=None)
    return list(helping.order_by("given_at", "id").values_list("unit__code", flat=True))


def _keep_rulings(case: Case, to: str) -> None:
    """What was ruled on a return holds: who was right to send it back does not get it again, who was not keeps it."""
    returned = Assignment.objects.filter(county=case.county, case=case, role=Role.LEAD, outcome__in=("kept", "upheld"))
    for assignment in returned.select_related("unit"):
        if assignment.outcome == "upheld" and assignment.unit.code == to:
            raise Refused(_("%(unit)s的退单已经成立，请改派别的单位。") % {"unit": assignment.unit.name}, field="to")
        if assignment.outcome == "kept" and assignment.unit_id == case.lead_id:
            raise Refused(
                _("退单没有成立，应由%(unit)s继续办理，不能改派。") % {"unit": assignment.unit.name}, field="to"
            )
