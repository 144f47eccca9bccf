from __future__ import annotations

from datetime import date, datetime

import pytest

from onedoor.cases import queries
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.recomputing import recompute_limits
from onedoor.cases.models import Case
from onedoor.cases.replaying import replayed
from onedoor.core.models import CalendarDay
from onedoor.core.revisions import bump
from onedoor.organisation.actor import Actor
from onedoor.work.queries import leading
from tests.cases.histories import go, registered
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

SYSTEM = Actor.system(COUNTY)


def rest(*days: date) -> None:
    for day in days:
        CalendarDay.objects.create(date=day, name="临时放假", off=True)
    bump("calendar")


def recomputed(case: Case) -> list[str]:
    recompute_limits(case.ref, by=SYSTEM, at=MONDAY)
    return [
        line.happening.payload["which"]
        for line in queries.record_of(case)
        if line.happening.name == "cases.limit_recomputed"
    ]


def test_only_what_crosses_the_day_moves(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign reply", county)
    rest(date(2026, 9, 17))
    assert recomputed(case) == ["solve"]
    after = Case.objects.get(pk=case.pk)
    assert after.due_at == case.due_at
    assert (case.solve_by, after.solve_by) == (datetime(2026, 9, 29, tzinfo=CHINA), datetime(2026, 9, 30, tzinfo=CHINA))
    assert replayed(line.happening for line in queries.record_of(case)) == flow_of(after)


def test_the_task_and_the_case_move_together_and_once(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign", county)
    rest(date(2026, 9, 17), date(2026, 9, 18))
    assert recomputed(case) == ["reply", "solve"]
    assert recomputed(case) == ["reply", "solve"]
    after, task = Case.objects.get(pk=case.pk), leading(COUNTY, case.subject)
    assert task is not None
    assert (after.due_at, task.due_at, after.solve_by, task.version) == (
        after.solve_by,
        after.solve_by,
        after.solve_by,
        2,
    )


@pytest.mark.parametrize("before", ["triage entrust sign", "triage entrust sign reply review visit confirm"])
def test_a_leader_s_date_and_an_ended_case_stay(county: SmallCounty, before: str) -> None:
    case = go(registered(county), before, county, colour="red")
    rest(date(2026, 9, 17))
    assert recomputed(case) == []
    assert Case.objects.get(pk=case.pk).solve_by == case.solve_by
