"""回访: made by others than the handlers; a "not solved" is never swallowed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import closing, visiting
from onedoor.cases.models import Assignment, Case, Visit
from onedoor.core import outbox
from onedoor.core.refusal import Refused
from onedoor.work.queries import leading
from tests.cases.histories import go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

TO_REVIEWED = "triage dispatch sign reply review"


@pytest.fixture
def reviewed(county: SmallCounty) -> Case:
    return go(registered(county), TO_REVIEWED, county)


def owed(case: Case) -> tuple[str, str] | None:
    task = leading(COUNTY, case.subject)
    return (task.verb, task.duty) if task else None


def test_nobody_is_reached_three_times_and_the_case_goes_on(county: SmallCounty, reviewed: Case) -> None:
    states = [go(reviewed, "attempt", county).state for _ in range(3)]
    assert states == ["reviewed", "reviewed", "visited"]
    assert owed(reviewed) == ("close", "close")
    assert go(reviewed, "close", county).state == "closed"
    attempts = [
        line.happening.payload.get("attempt") for line in queries.record_of(reviewed) if "visit" in line.happening.name
    ]
    assert attempts == [1, 2, None]
    assert (
        list(Visit.objects.filter(case=reviewed).values_list("contacted", "solved", "satisfied"))
        == [(False, None, None)] * 3
    )


def test_what_the_caller_noted_is_kept_of_every_attempt(county: SmallCounty, reviewed: Case) -> None:
    for comment in ("关机。", "无人接听。"):
        visiting.visit(reviewed.ref, contacted=False, comment=comment, by=county["visit"], at=MONDAY)
    visiting.visit(
        reviewed.ref, contacted=True, solved=True, satisfied=False, comment="嫌慢。", by=county["visit"], at=MONDAY
    )
    assert [line.words["comment"] for line in queries.record_of(reviewed)[-3:]] == ["关机。", "无人接听。", "嫌慢。"]


def test_a_new_reply_is_owed_new_attempts(county: SmallCounty, reviewed: Case) -> None:
    """Two attempts, reached, "not solved", worked on again: one more failed call must not close the case."""
    go(reviewed, "attempt attempt", county)
    go(reviewed, "visit", county, solved=False)
    go(reviewed, "rework reply review attempt", county)
    assert Case.objects.get(pk=reviewed.pk).state == "reviewed"
    go(reviewed, "attempt attempt", county)
    assert Case.objects.get(pk=reviewed.pk).state == "visited"


@pytest.mark.parametrize(("colour", "give", "end"), [("yellow", "dispatch", "close"), ("red", "entrust", "confirm")])
def test_not_solved_stands_in_the_way_of_closing(county: SmallCounty, colour: str, give: str, end: str) -> None:
    case = go(registered(county), f"triage {give} sign reply review", county, colour=colour)
    go(case, "visit", county, solved=False)
    assert owed(case) == ("rework", "review")
    with pytest.raises(Refused, match="没有解决"):
        go(case, end, county)
    case = go(case, f"rework reply review visit {end}", county)
    assert case.state == "closed"


@pytest.mark.parametrize("answers", [{}, {"solved": True}, {"satisfied": True}])
def test_whoever_was_reached_gave_both_answers(county: SmallCounty, reviewed: Case, answers: dict[str, bool]) -> None:
    with pytest.raises(Refused) as refused:
        visiting.visit(reviewed.ref, contacted=True, by=county["visit"], at=MONDAY, **answers)
    assert refused.value.field == "solved"
    assert not Visit.objects.exists()


def test_closing_ends_every_assignment_and_the_archive_follows_by_itself(county: SmallCounty) -> None:
    case = go(registered(county), TO_REVIEWED + " visit close", county, assists=["urban"])
    assert set(Assignment.objects.filter(case=case).values_list("ended_at", "outcome")) == {(MONDAY, "closed")}
    outbox.drain(MONDAY + timedelta(days=5))
    assert Case.objects.get(pk=case.pk).state == "closed"
    outbox.drain(MONDAY + timedelta(days=40))
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.closed_at, owed(case)) == ("archived", MONDAY, None)
    assert outbox.parked() == []


def test_a_case_archived_by_hand_is_not_archived_again(county: SmallCounty) -> None:
    case = go(registered(county), TO_REVIEWED + " visit close archive", county)
    lines = len(queries.record_of(case))
    outbox.drain(MONDAY + timedelta(days=40))
    assert len(queries.record_of(case)) == lines
    with pytest.raises(Refused):
        closing.archive(case.ref, by=county["review"], at=MONDAY)
