"""紧急移交: an emergency is handed over at once with a trace (A-116), and taken back when it was none."""

from __future__ import annotations

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import transferring
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from onedoor.work.queries import leading
from tests.cases.histories import go, now, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

NOTE = "9:31 119指挥中心王接警员接，出动云梯车。"


@pytest.mark.parametrize("before", ["", "triage", "triage dispatch send_back rule"])
def test_an_emergency_that_no_unit_has_ends_with_the_call(county: SmallCounty, before: str) -> None:
    case = go(registered(county), before, county)
    case = transferring.transfer(case.ref, service="119", note=NOTE, by=county["guide"], at=MONDAY)
    assert (case.state, leading(COUNTY, case.subject)) == ("transferred", None)
    line = queries.record_of(case)[-1]
    assert (line.happening.payload["service"], line.happening.payload["ended"], line.words) == (
        "119",
        True,
        {"note": NOTE},
    )
    assert invariants.check().problems == []


@pytest.mark.parametrize(
    ("before", "post"),
    [("triage dispatch", "housing"), ("triage dispatch sign", "housing"), ("triage dispatch sign reply", "visit"),
     ("triage", "visit"), ("answer reopen", "guide")],
)  # fmt: skip
def test_of_any_other_case_the_call_stands_on_the_record_and_the_work_goes_on(
    county: SmallCounty, before: str, post: str
) -> None:
    case = go(registered(county), before, county)
    after = transferring.transfer(case.ref, service="120", note=NOTE, by=county[post], at=MONDAY)
    assert (after.state, after.due_at) == (case.state, case.due_at)
    assert queries.record_of(case)[-1].happening.payload["ended"] is False
    assert invariants.check().problems == []


@pytest.mark.parametrize(("service", "note", "field"), [("114", NOTE, "service"), ("110", " ", "note")])
def test_a_call_says_whom_and_when(county: SmallCounty, service: str, note: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        transferring.transfer(registered(county).ref, service=service, note=note, by=county["guide"], at=MONDAY)
    assert refused.value.field == field


def test_a_unit_that_does_not_hold_the_case_records_no_call(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch", county)
    for post in ("urban", "admin", "privacy"):
        with pytest.raises(Refused, match="职责"):
            transferring.transfer(case.ref, service="110", note=NOTE, by=county[post], at=MONDAY)


def test_what_was_no_emergency_is_taken_back_with_a_reason_or_opened_by_its_author(county: SmallCounty) -> None:
    case = go(registered(county), "transfer", county)
    with pytest.raises(Refused) as refused:
        transferring.take_back(case.ref, reason="", by=county["dispatch"], at=MONDAY)
    assert refused.value.field == "reason"
    case = go(case, "take_back", county)
    assert (case.state, case.unsolved) == ("registered", False)
    go(case, "transfer reopen", county)
    assert (now(case).state, now(case).unsolved) == ("registered", True)
    assert invariants.check().problems == []
