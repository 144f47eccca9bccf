"""What is late agrees with the tasks to the row; and how often each unit was chased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.core import outbox
from onedoor.core.clock import Limit
from onedoor.geography.codes import within
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Unit
from onedoor.work.actions import chasing, ordering, tasks
from onedoor.work.actions.tasks import Owed
from onedoor.work.models import Task
from onedoor.work.queries import Chased, by_unit, chased, leading, overdue
from tests.cases.histories import go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

DAY = timedelta(days=1)
AREAS = ("990801000000", "990801001000", "990801001001", "990801100000", "990801100201001")
UNITS = ("centre", "housing", "urban", "town-shiqiao")
DUTIES = ("triage", "handle", "supervise")

made = st.tuples(
    st.sampled_from(UNITS), st.sampled_from(DUTIES), st.sampled_from(AREAS), st.integers(-3, 3), st.booleans()
)
posts = st.lists(
    st.tuples(
        st.sampled_from(UNITS), st.sets(st.sampled_from(DUTIES), min_size=1).map(frozenset), st.sampled_from(AREAS)
    ),
    max_size=3,
)


def is_theirs(task: Task, standing: Standing) -> bool:
    supervises = "supervise" in standing.duties
    owes = task.unit_id == standing.unit_id and task.duty in standing.duties
    return within(standing.area).covers(task.area) and (supervises or owes)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rows=st.lists(made, max_size=25), held=posts)
def test_the_list_is_the_late_tasks_of_the_actor_and_nothing_else(
    county: SmallCounty, rows: list[tuple[str, str, str, int, bool]], held: list[tuple[str, frozenset[str], str]]
) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    standings = tuple(Standing("x", code, units[code].id, duties, area) for code, duties, area in held)
    actor = Actor("m-x", COUNTY, standings)
    with transaction.atomic():
        for number, (unit, duty, area, days, closed) in enumerate(rows):
            owed = Owed("reply", units[unit], duty, area)
            limit = Limit(MONDAY + days * DAY, {})
            task = tasks.open_beside(owed, subject=f"overdue:{number}", limit=limit, at=MONDAY - 9 * DAY)
            if closed:
                tasks.close(task, outcome="reply", at=MONDAY)
        late = [task for task in Task.objects.all() if task.closed_at is None and task.due_at <= MONDAY]
        theirs = sorted(task.id for task in late if any(is_theirs(task, standing) for standing in standings))
        listed = overdue(actor, now=MONDAY)
        assert sorted(task.id for task in listed) == theirs
        assert sum(unit.tasks for unit in by_unit(listed)) == len(theirs)
        for unit in by_unit(listed):
            assert unit.tasks == sum(task.unit.code == unit.unit for task in listed)
        transaction.set_rollback(True)


def test_what_is_late_first_stands_first(county: SmallCounty) -> None:
    for hours in (5, 1, 3):
        registered_at = MONDAY + timedelta(hours=hours)
        owed = Owed("reply", Unit.objects.get(code="housing"), "handle", f"{COUNTY}000000")
        tasks.open_beside(owed, subject=f"overdue:{hours}", limit=Limit(registered_at, {}), at=MONDAY)
    assert [task.subject for task in overdue(county["supervise"], now=MONDAY + DAY)] == [
        "overdue:1", "overdue:3", "overdue:5",
    ]  # fmt: skip
    assert overdue(county["supervise"], now=MONDAY).count() == 0


@pytest.mark.parametrize(("post", "sees"), [("supervise", 1), ("housing", 1), ("urban", 0), ("dispatch", 0)])
def test_a_unit_sees_its_own_and_a_supervisor_all(county: SmallCounty, post: str, sees: int) -> None:
    go(registered(county), "triage dispatch", county)
    assert overdue(county[post], now=MONDAY + DAY).count() == sees


def test_chases_are_counted_by_unit_and_level(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch", county)
    task = leading(COUNTY, case.subject)
    assert task is not None
    outbox.drain(MONDAY + timedelta(hours=2))
    chasing.urge(task.id, by=county["supervise"], at=MONDAY + timedelta(hours=3))
    order = ordering.issue_order(
        case.subject, unit="housing", reason="overdue", level="red", requirement="签收。", days=1, task=task.id,
        by=county["supervise"], at=MONDAY + timedelta(hours=4),
    )  # fmt: skip
    ordering.answer_order(order.number, text="好。", by=county["housing"], at=MONDAY + DAY)
    assert chased(COUNTY, since=MONDAY, until=MONDAY + DAY) == [
        Chased("housing", "ordinary", chases=1), Chased("housing", "red", chases=1, orders=1),
        Chased("housing", "yellow", chases=1),
    ]  # fmt: skip
    ordering.discharge_order(order.number, opinion="好。", by=county["supervise"], at=MONDAY + DAY)
    assert chased(COUNTY, since=MONDAY, until=MONDAY + DAY)[1].discharged == 1
    assert chased(COUNTY, since=MONDAY + 9 * DAY, until=MONDAY + 10 * DAY) == []


def test_what_a_rule_only_proposed_is_no_chase(county: SmallCounty) -> None:
    go(registered(county), "triage dispatch", county)
    outbox.drain(MONDAY + 8 * DAY)
    told = chased(COUNTY, since=MONDAY, until=MONDAY + 9 * DAY)
    assert {one.level for one in told} == {"ordinary", "yellow", "red"}
