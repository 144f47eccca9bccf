"""协办、联合现场核查: each helping unit owes its part, the lead unit a look on the spot with others (A-201)."""

from __future__ import annotations

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import assisting
from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from onedoor.work.models import Task
from onedoor.work.queries import beside
from tests.cases.histories import go, now, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

HELPERS = ["urban", "town-chengguan"]


def owed(case: Case) -> set[tuple[str, str]]:
    return {(task.verb, task.unit.code) for task in beside(COUNTY, case.subject)}


@pytest.fixture
def given(county: SmallCounty) -> Case:
    return go(registered(county), "triage dispatch", county, assists=HELPERS)


def test_helpers_owe_their_parts_and_the_lead_of_a_yellow_case_a_look_together(
    county: SmallCounty, given: Case
) -> None:
    assert owed(given) == {("assist", "urban"), ("assist", "town-chengguan"), ("inspect", "housing")}
    assisting.assist(given.ref, text="已查管线。", by=county["urban"], at=MONDAY)
    assert owed(given) == {("assist", "town-chengguan"), ("inspect", "housing")}
    assisting.inspect(given.ref, units=HELPERS, text="三家到场，分工如下。", by=county["housing"], at=MONDAY)
    assert owed(given) == {("assist", "town-chengguan")}
    lines = queries.record_of(given)[-2:]
    assert [line.happening.payload.get("unit") or line.happening.payload["units"] for line in lines] == [
        "urban", ["housing", *HELPERS],
    ]  # fmt: skip
    assert invariants.check().problems == []


def test_a_green_case_is_not_looked_at_together(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch", county, colour="green", assists=["urban"])
    assert owed(case) == {("assist", "urban")}


def test_a_part_is_done_once_and_by_its_unit(county: SmallCounty, given: Case) -> None:
    for post in ("housing", "town-shiqiao", "dispatch", "leader"):
        with pytest.raises(Refused, match="没有这项待办"):
            assisting.assist(given.ref, text="已做。", by=county[post], at=MONDAY)
    with pytest.raises(Refused) as refused:
        assisting.assist(given.ref, text=" ", by=county["urban"], at=MONDAY)
    assert refused.value.field == "text"
    assisting.assist(given.ref, text="已做。", by=county["urban"], at=MONDAY)
    with pytest.raises(Refused, match="没有这项待办"):
        assisting.assist(given.ref, text="又做。", by=county["urban"], at=MONDAY)


@pytest.mark.parametrize("units", [[], ["housing"], ["nobody"], ["urban", "nobody"]])
def test_a_look_together_names_who_else_was_there(county: SmallCounty, given: Case, units: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        assisting.inspect(given.ref, units=units, text="看过。", by=county["housing"], at=MONDAY)
    assert refused.value.field == "units"


@pytest.mark.parametrize("leaving", ["sign reply", "send_back", "withdraw"])
def test_what_helpers_owe_ends_when_the_case_leaves_the_units(county: SmallCounty, given: Case, leaving: str) -> None:
    case = go(given, leaving, county)
    assert owed(case) == set()
    parts = Task.objects.filter(subject=case.subject, verb__in=["assist", "inspect"])
    assert set(parts.values_list("outcome", flat=True)) <= {"overtaken", "ended"}
    assert invariants.check().problems == []


def test_the_reply_does_not_wait_for_the_helpers(county: SmallCounty, given: Case) -> None:
    assert go(given, "sign reply", county).state == "replied"
    assert now(given).due_at is not None
