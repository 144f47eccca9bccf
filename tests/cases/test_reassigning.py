"""改派: the centre takes back what nobody has signed for, and gives it to another unit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.cases.actions import reassigning
from onedoor.cases.models import Assignment, Case
from onedoor.core import outbox
from onedoor.core.refusal import Refused
from onedoor.notices.models import Message
from onedoor.simulation import invariants
from onedoor.work.models import Task
from tests.cases.histories import ACTS, Draw, go, registered
from tests.small_county import MONDAY, SmallCounty

LATER = MONDAY + timedelta(minutes=40)
WHY = "电梯属城管局代管的安置小区。"


def dispatched(county: SmallCounty, *assists: str) -> Case:
    return go(registered(county), "triage dispatch", county, assists=list(assists))


def reassigned(case: Case, county: SmallCounty, to: str = "urban", reason: str = WHY) -> Case:
    return reassigning.reassign(case.ref, to=to, reason=reason, by=county["dispatch"], at=LATER)


def test_the_other_unit_owes_its_signature_by_a_new_limit_and_both_are_told(county: SmallCounty) -> None:
    case = dispatched(county)
    due, solve_by = case.due_at, case.solve_by
    case = reassigned(case, county)
    assert (case.state, case.lead.code, case.holder.code) == ("dispatched", "urban", "urban")  # type: ignore[union-attr]
    assert case.due_at > due and case.solve_by == solve_by  # type: ignore[operator]
    owed = Task.objects.get(subject=case.subject, closed_at=None)
    assert (owed.verb, owed.unit.code, owed.due_at) == ("sign", "urban", case.due_at)
    outbox.drain(LATER)
    told = Message.objects.filter(at=LATER) if hasattr(Message, "at") else Message.objects.all()
    assert {("case_taken", "duty:housing"), ("case_given", "duty:urban")} <= {
        (message.kind, ":".join(message.to.split(":")[:2])) for message in told
    }
    assert invariants.check().problems == []


def test_who_helped_helps_on_unless_it_leads_now(county: SmallCounty) -> None:
    case = reassigned(dispatched(county, "urban", "town-chengguan"), county)
    helping = Assignment.objects.filter(case=case, role="assist", ended_at=None)
    assert list(helping.values_list("unit__code", flat=True)) == ["town-chengguan"]
    owed = Task.objects.filter(subject=case.subject, closed_at=None).values_list("verb", "unit__code")
    assert set(owed) == {("sign", "urban"), ("assist", "town-chengguan"), ("inspect", "urban")}
    assert invariants.check().problems == []


def test_the_unit_that_signed_keeps_it_and_a_red_case_is_the_leaders(county: SmallCounty) -> None:
    for case in (
        go(dispatched(county), "sign", county), go(registered(county), "triage entrust", county, colour="red")
    ):  # fmt: skip
        with pytest.raises(Refused, match="不能这样办"):
            reassigned(case, county)


@pytest.mark.parametrize(
    ("to", "reason", "field"), [("housing", WHY, "to"), ("urban", "  ", "reason"), ("x", WHY, "to")]
)
def test_it_goes_to_another_unit_with_a_reason(county: SmallCounty, to: str, reason: str, field: str) -> None:
    case = dispatched(county)
    with pytest.raises(Refused) as refused:
        reassigned(case, county, to, reason)
    assert refused.value.field == field


@pytest.mark.parametrize(("upheld", "back_to", "then", "told"), [
    (False, "housing", "urban", "退单没有成立"), (True, "urban", "housing", "退单已经成立"),
])  # fmt: skip
def test_what_was_ruled_on_a_return_holds(
    county: SmallCounty, upheld: bool, back_to: str, then: str, told: str
) -> None:
    case = go(dispatched(county), "send_back rule", county, upheld=upheld)
    case = ACTS["dispatch"](case.ref, Draw(to=back_to), county["dispatch"], MONDAY)
    with pytest.raises(Refused, match=told):
        reassigned(case, county, then)
