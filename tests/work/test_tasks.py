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
