"""中止: for a reason, with a longest halt, told; the clock runs on by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import suspending
from onedoor.cases.actions.recomputing import recompute_limits
from onedoor.cases.models import Case
from onedoor.core import outbox
from onedoor.core.models import CalendarDay
from onedoor.core.refusal import Refused
from onedoor.core.revisions import bump
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from onedoor.work.models import Task
from onedoor.work.queries import leading
from tests.cases.histories import go, now, registered
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

DUE = datetime(2026, 9, 29, tzinfo=CHINA)
FRIDAY = date(2026, 9, 18)
DAY = timedelta(days=1)


@pytest.fixture
def handling(county: SmallCounty) -> Case:
    return go(registered(county), "triage dispatch sign", county, assists=["urban"])


def ask(case: Case, county: SmallCounty, until: date, *, why: str = "appraisal") -> Case:
    return suspending.ask_suspension(
        case.ref, why=why, until=until, reason="等检测报告。", by=county["housing"], at=MONDAY
    )


def halted(case: Case, county: SmallCounty, until: date = FRIDAY) -> Case:
    ask(case, county, until)
    return go(case, "grant", county)


def said(case: Case, name: str) -> int:
    return sum(line.happening.name == name for line in queries.record_of(case))


def test_a_halt_leaves_its_days_out_of_the_limit_of_everybody_who_owes_by_it(
    county: SmallCounty, handling: Case
) -> None:
    case = halted(handling, county)
    assert (case.suspended_from, case.suspended_until) == (MONDAY.date(), FRIDAY)
    task = leading(COUNTY, case.subject)
    assert task is not None and case.solve_by is not None
    # Of the halt, Tuesday to Friday would have counted; four working days later lies beyond the National Day.
    assert case.solve_by == task.due_at == case.due_at == datetime(2026, 10, 10, tzinfo=CHINA)
    assert Task.objects.get(subject=case.subject, verb="assist").due_at == case.solve_by
    assert invariants.check().problems == []


def test_a_halt_ends_by_itself_after_its_last_day_and_once(county: SmallCounty, handling: Case) -> None:
    case = halted(handling, county)
    outbox.drain(datetime(2026, 9, 18, 23, 59, tzinfo=CHINA))
    assert now(case).suspended_until == FRIDAY
    outbox.drain(datetime(2026, 9, 19, 0, 0, tzinfo=CHINA))
    after = now(case)
    assert (after.suspended_from, after.suspended_until, after.solve_by) == (None, None, case.solve_by)
    assert said(case, "cases.resumed") == 1
    outbox.drain(MONDAY + 10 * DAY)
    assert said(case, "cases.resumed") == 1
    assert outbox.parked() == []


def test_a_halt_that_is_ended_early_gives_back_the_days_it_did_not_use(county: SmallCounty, handling: Case) -> None:
    case = halted(handling, county)
    after = suspending.resume(case.ref, by=county["housing"], at=MONDAY + 2 * DAY)
    # Only Tuesday was left out: Wednesday counts again.
    assert after.solve_by == datetime(2026, 9, 30, tzinfo=CHINA)
    outbox.drain(MONDAY + 6 * DAY)
    assert said(case, "cases.resumed") == 1
    assert now(case).solve_by == after.solve_by


def test_a_halt_that_is_ended_on_its_first_day_counts_for_nothing(county: SmallCounty, handling: Case) -> None:
    case = halted(handling, county)
    after = suspending.resume(case.ref, by=county["approve"], at=MONDAY)
    assert (after.solve_by, after.due_at) == (DUE, DUE)


def test_a_second_halt_is_not_ended_by_the_end_of_the_first(county: SmallCounty, handling: Case) -> None:
    halted(handling, county)
    suspending.resume(handling.ref, by=county["housing"], at=MONDAY)
    ask(handling, county, date(2026, 9, 25))
    go(handling, "grant", county)
    outbox.drain(datetime(2026, 9, 19, 1, 0, tzinfo=CHINA))
    assert now(handling).suspended_until == date(2026, 9, 25)


@pytest.mark.parametrize("days", [-1, 60, 400])
def test_a_halt_begins_today_and_lasts_no_longer_than_the_county_allows(
    county: SmallCounty, handling: Case, days: int
) -> None:
    with pytest.raises(Refused) as refused:
        ask(handling, county, MONDAY.date() + days * DAY)
    assert refused.value.field == "until"
    ask(handling, county, MONDAY.date() + 59 * DAY)


def test_a_halt_has_a_reason_from_the_list(county: SmallCounty, handling: Case) -> None:
    with pytest.raises(Refused) as refused:
        ask(handling, county, FRIDAY, why="busy")
    assert refused.value.field == "why"


def test_a_halt_whose_days_have_passed_is_not_granted(county: SmallCounty, handling: Case) -> None:
    ask(handling, county, FRIDAY)
    with pytest.raises(Refused, match="已经过去"):
        go(handling, "grant", county, at=MONDAY + 5 * DAY)
    assert now(handling).suspended_until is None


def test_no_halt_moves_a_leader_s_date(county: SmallCounty) -> None:
    case = go(registered(county), "triage entrust sign", county, colour="red")
    with pytest.raises(Refused, match="不能中止"):
        ask(case, county, FRIDAY)


@pytest.mark.parametrize("leaving", ["reply", "send_back", "withdraw"])
def test_a_case_that_leaves_the_unit_stands_still_no_longer(county: SmallCounty, handling: Case, leaving: str) -> None:
    case = go(halted(handling, county), leaving, county)
    assert (case.suspended_from, case.suspended_until) == (None, None)
    outbox.drain(MONDAY + 8 * DAY)
    assert said(case, "cases.resumed") == 0
    assert invariants.check().problems == []


def test_a_calendar_that_changes_during_a_halt_keeps_its_days_left_out(county: SmallCounty, handling: Case) -> None:
    case = halted(handling, county)
    for day in (date(2026, 9, 17), date(2026, 9, 22)):  # one day within the halt, one after it
        CalendarDay.objects.create(date=day, name="停工", off=True)
    bump("calendar")
    recompute_limits(case.ref, by=Actor.system(COUNTY), at=MONDAY)
    assert now(case).solve_by == datetime(2026, 10, 11, tzinfo=CHINA)
    assert now(case).suspended_until == FRIDAY
    assert invariants.check().problems == []


def test_nobody_else_lets_the_clock_run(county: SmallCounty, handling: Case) -> None:
    with pytest.raises(Refused, match="没有中止"):
        suspending.resume(handling.ref, by=county["housing"], at=MONDAY)
    halted(handling, county)
    for post in ("urban", "dispatch", "leader", "visit"):
        with pytest.raises(Refused, match="职责"):
            suspending.resume(handling.ref, by=county[post], at=MONDAY)
