"""退单: once, with a reason, within the window; ruled on by the centre (A-233)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from onedoor.cases.actions import dispatching, returning
from onedoor.cases.models import Assignment, Case
from onedoor.core.refusal import Refused
from onedoor.organisation import queries as organisation
from onedoor.organisation.models import Unit
from tests.cases.histories import go, registered
from tests.small_county import CHINA, MONDAY, SmallCounty

END_OF_WINDOW = datetime(2026, 9, 16, 0, 0, tzinfo=CHINA)
SECOND = timedelta(seconds=1)


@pytest.fixture
def given(county: SmallCounty) -> Case:
    return go(registered(county), "triage dispatch", county, assists=["urban"])


def send_back(case: Case, county: SmallCounty, *, at: datetime = MONDAY, reason: str = "不属于本单位。") -> Case:
    return returning.send_back(case.ref, reason=reason, by=county["housing"], at=at)


def test_a_return_gives_the_centre_a_ruling_to_make_and_ends_the_assignments(county: SmallCounty, given: Case) -> None:
    send_back(given, county)
    case = Case.objects.get(pk=given.pk)
    assert (case.state, case.holder.code, case.lead.code, case.send_backs) == ("returned", "centre", "housing", 1)  # type: ignore[union-attr]
    ended = Assignment.objects.filter(case=case).order_by("id").values_list("unit__code", "ended_at", "outcome")
    assert list(ended) == [("housing", MONDAY, "returned"), ("urban", MONDAY, "returned")]


@pytest.mark.parametrize("before", ["", "sign"])
def test_a_return_is_possible_until_the_window_ends(county: SmallCounty, given: Case, before: str) -> None:
    go(given, before, county)
    with pytest.raises(Refused, match="昨天24:00"):
        send_back(given, county, at=END_OF_WINDOW)
    assert send_back(given, county, at=END_OF_WINDOW - SECOND).state == "returned"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_returns_and_rulings_say_why(county: SmallCounty, given: Case, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        send_back(given, county, reason=reason)
    assert refused.value.field == "reason"
    send_back(given, county)
    with pytest.raises(Refused) as refused:
        returning.rule(given.ref, upheld=True, reason=reason, by=county["dispatch"], at=MONDAY)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(("upheld", "fitting", "wrong"), [(True, "urban", "housing"), (False, "housing", "urban")])
def test_the_ruling_says_who_may_be_given_the_case_next(
    county: SmallCounty, given: Case, upheld: bool, fitting: str, wrong: str
) -> None:
    send_back(given, county)
    returning.rule(given.ref, upheld=upheld, reason="见职责清单。", by=county["dispatch"], at=MONDAY)
    with pytest.raises(Refused) as refused:
        dispatching.dispatch(given.ref, to=wrong, by=county["dispatch"], at=MONDAY)
    assert refused.value.field == "to"
    case = dispatching.dispatch(given.ref, to=fitting, by=county["dispatch"], at=MONDAY)
    assert case.lead is not None and case.lead.code == fitting
    with pytest.raises(Refused, match="只能有一次"):
        returning.send_back(given.ref, reason="还是不归我们。", by=county[fitting], at=MONDAY)


def test_a_red_case_goes_back_to_the_leader_after_the_ruling(county: SmallCounty) -> None:
    case = go(registered(county), "triage entrust send_back rule", county, colour="red")
    assert case.state == "ruled"
    go(case, "entrust", county, colour="red", to="urban")


@pytest.mark.parametrize("assists", [["nobody"], ["centre"], ["urban", "gone"]])
def test_helpers_that_cannot_help_are_refused_not_left_out(county: SmallCounty, assists: list[str]) -> None:
    Unit.objects.create(
        county="990801", code="gone", name="撤销单位", kind="department", area="990801000000", active=False
    )
    organisation.changed()
    case = go(registered(county), "triage", county)
    with pytest.raises(Refused) as refused:
        dispatching.dispatch(case.ref, to="housing", assists=assists, by=county["dispatch"], at=MONDAY)
    assert refused.value.field == "assists"
    case = dispatching.dispatch(
        case.ref, to="housing", assists=["urban", "housing", "urban"], by=county["dispatch"], at=MONDAY
    )
    roles = Assignment.objects.filter(case=case).order_by("id").values_list("unit__code", "role")
    assert list(roles) == [("housing", "lead"), ("urban", "assist")]


@pytest.mark.parametrize("to", ["nobody", "centre", ""])
def test_a_case_goes_to_a_unit_that_handles(county: SmallCounty, to: str) -> None:
    case = go(registered(county), "triage", county)
    with pytest.raises(Refused) as refused:
        dispatching.dispatch(case.ref, to=to, by=county["dispatch"], at=MONDAY)
    assert refused.value.field == "to"
