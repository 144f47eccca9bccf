"""Tasks beside the leading one, and what becomes of them when a case ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.cases.models import Case
from onedoor.core.clock import Limit
from onedoor.core.models import Delivery
from onedoor.organisation.models import Unit
from onedoor.work.actions import tasks
from onedoor.work.actions.tasks import Owed
from onedoor.work.models import Task
from onedoor.work.queries import beside, leading
from tests.cases.histories import registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

DAY = timedelta(days=1)


@pytest.fixture
def case(county: SmallCounty) -> Case:
    return registered(county)


def also(case: Case, verb: str, *, days: int = 1, about: str = "") -> Task:
    owed = Owed(verb, Unit.objects.get(code="urban"), "handle", case.area)
    return tasks.open_beside(owed, subject=case.subject, limit=Limit(MONDAY + days * DAY, {}), at=MONDAY, about=about)


def test_tasks_stand_beside_the_leading_one_and_are_watched_too(case: Case) -> None:
    late, early = also(case, "assist", days=3), also(case, "approve", days=1, about="17")
    assert list(beside(COUNTY, case.subject)) == [early, late]
    assert [task.about for task in beside(COUNTY, case.subject)] == ["17", ""]
    lead = leading(COUNTY, case.subject)
    assert lead is not None and lead.verb == "triage"
    assert Delivery.objects.filter(subject=case.subject, subscriber=tasks.WATCH).count() == 3


def test_closing_all_leaves_the_tasks_of_orders(case: Case) -> None:
    kept = [also(case, "answer_order", about="1"), also(case, "discharge_order", about="2")]
    also(case, "assist")
    assert tasks.close_all(COUNTY, case.subject, outcome="ended", at=MONDAY) == 2
    assert sorted(beside(COUNTY, case.subject).values_list("id", flat=True)) == sorted(task.id for task in kept)
    assert leading(COUNTY, case.subject) is None
    assert set(Task.objects.exclude(closed_at=None).values_list("outcome", "closed_at")) == {("ended", MONDAY)}


def test_closing_can_be_limited_to_verbs(case: Case) -> None:
    also(case, "assist")
    also(case, "inspect")
    assert tasks.close_all(COUNTY, case.subject, outcome="overtaken", at=MONDAY, verbs=["assist"]) == 1
    assert [task.verb for task in beside(COUNTY, case.subject)] == ["inspect"]


def test_closing_everything_is_a_choice(case: Case) -> None:
    also(case, "answer_order", about="1")
    assert tasks.close_all(COUNTY, case.subject, outcome="void", at=MONDAY, keep=()) == 2
    assert not Task.objects.filter(closed_at=None).exists()
