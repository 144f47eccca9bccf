"""提级、下沉: up and down the ladder village, town, county, with reasons (A-219…A-221)."""

from __future__ import annotations

import pytest

from onedoor.cases.actions import raising
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Assignment, Case
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from tests.cases.histories import ACTS, Draw, go, registered
from tests.small_county import MONDAY, SmallCounty

DITCH = Incoming(channel="grid", text="村口的水沟又堵了。", area="990801100201")


def at_the_village(county: SmallCounty) -> Case:
    case = go(registered(county, DITCH), "triage", county)
    return ACTS["dispatch"](case.ref, Draw(to="village-shangbu", assists=["town-shiqiao"]), county["dispatch"], MONDAY)  # type: ignore[no-any-return]


def test_a_case_is_raised_rung_by_rung_and_not_given_below_again(county: SmallCounty) -> None:
    case = at_the_village(county)
    case = raising.raise_level(case.ref, why="talks-failed", reason="调解两次不成。", by=county["village"], at=MONDAY)
    assert (case.state, case.level, case.holder.code) == ("triaged", "town", "centre")  # type: ignore[union-attr]
    assert set(Assignment.objects.values_list("outcome", flat=True)) == {"raised"}
    with pytest.raises(Refused, match="已提级"):
        ACTS["dispatch"](case.ref, Draw(to="village-shangbu"), county["dispatch"], MONDAY)
    case = go(case, "dispatch sign raise", county, to="town-shiqiao")
    assert case.level == "county"
    with pytest.raises(Refused, match="已提级"):
        go(case, "dispatch", county, to="town-shiqiao")
    case = go(case, "dispatch sign", county)
    with pytest.raises(Refused, match="已在县级"):
        go(case, "raise", county)
    assert invariants.check().problems == []


def test_raising_ends_the_helpers_parts_and_keeps_the_limit_of_the_case(county: SmallCounty) -> None:
    case = at_the_village(county)
    due = case.solve_by
    case = raising.raise_level(case.ref, why="beyond", reason="要动用机械。", by=county["village"], at=MONDAY)
    assert case.solve_by == due
    assert invariants.check().problems == []


@pytest.mark.parametrize(
    ("why", "reason", "field"), [("", "说不清", "why"), ("other", "有", "why"), ("many", " ", "reason")]
)
def test_raising_says_why(county: SmallCounty, why: str, reason: str, field: str) -> None:
    case = at_the_village(county)
    with pytest.raises(Refused) as refused:
        raising.raise_level(case.ref, why=why, reason=reason, by=county["village"], at=MONDAY)
    assert refused.value.field == field


def test_another_unit_does_not_raise_it(county: SmallCounty) -> None:
    case = at_the_village(county)
    for post in ("town-shiqiao", "housing", "dispatch", "leader"):
        with pytest.raises(Refused, match="职责"):
            ACTS["raise"](case.ref, Draw(), county[post], MONDAY)


def test_a_raised_case_is_lowered_with_reasons_and_then_given_below(county: SmallCounty) -> None:
    case = at_the_village(county)
    case = raising.raise_level(case.ref, why="many", reason="涉及两个村。", by=county["village"], at=MONDAY)
    for level in ("town", "county", "province", ""):
        with pytest.raises(Refused) as refused:
            raising.lower(case.ref, level=level, reason="可以。", by=county["dispatch"], at=MONDAY)
        assert refused.value.field == "level"
    with pytest.raises(Refused) as refused:
        raising.lower(case.ref, level="village", reason="", by=county["dispatch"], at=MONDAY)
    assert refused.value.field == "reason"
    case = raising.lower(case.ref, level="village", reason="村里已协调好。", by=county["dispatch"], at=MONDAY)
    assert (case.state, case.level) == ("triaged", "village")
    ACTS["dispatch"](case.ref, Draw(to="village-shangbu"), county["dispatch"], MONDAY)
    assert invariants.check().problems == []


def test_a_case_that_begins_again_begins_on_no_rung(county: SmallCounty) -> None:
    case = at_the_village(county)
    case = raising.raise_level(case.ref, why="many", reason="涉及两个村。", by=county["village"], at=MONDAY)
    case = go(case, "dispatch sign reply review visit close reopen", county)
    assert (case.state, case.level, case.send_backs) == ("registered", "", 0)
