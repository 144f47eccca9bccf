"""Urging by hand (催办, D-16)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.cases.models import Case
from onedoor.core import audit, outbox
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from onedoor.work.actions import chasing, tasks
from onedoor.work.models import Supervision, Task
from onedoor.work.queries import leading
from tests.cases.histories import POSTS, go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

DAY = timedelta(days=1)


@pytest.fixture
def task(county: SmallCounty) -> Task:
    """What housing owes: its signature."""
    return owed(go(registered(county), "triage dispatch", county))


def owed(case: Case) -> Task:
    task = leading(COUNTY, case.subject)
    assert task is not None
    return task


def test_an_urge_is_on_the_record_and_says_whom_to_tell(county: SmallCounty, task: Task) -> None:
    chasing.urge(task.id, by=county["supervise"], at=MONDAY + DAY)
    line = Happening.objects.get(name="work.task_supervised")
    told = {key: line.payload[key] for key in ("task", "level", "rule", "tells", "unit")}
    assert told == {"task": task.id, "level": "ordinary", "rule": "", "tells": ["holder", "lead"], "unit": "housing"}
    assert line.actor == "m-supervise"
    task.refresh_from_db()
    assert task.level == "ordinary"
    assert audit.verify().sound and invariants.check().sound


def test_a_task_is_urged_once_a_day(county: SmallCounty, task: Task) -> None:
    last_minute = MONDAY.replace(hour=23, minute=59)
    chasing.urge(task.id, by=county["supervise"], at=MONDAY)
    with pytest.raises(Refused, match="一天只催一次"):
        chasing.urge(task.id, by=county["supervise"], at=last_minute)
    chasing.urge(task.id, by=county["supervise"], at=last_minute + timedelta(minutes=1))
    assert Supervision.objects.filter(level="ordinary").count() == 2


def test_a_person_and_the_ladder_do_not_urge_on_the_same_day(county: SmallCounty, task: Task) -> None:
    outbox.drain(MONDAY + DAY)
    assert task.supervisions.filter(level="ordinary", rule="SV-03").exists()
    with pytest.raises(Refused, match="一天只催一次"):
        chasing.urge(task.id, by=county["supervise"], at=MONDAY + DAY)


def test_the_ladder_goes_on_after_a_hand(county: SmallCounty, task: Task) -> None:
    chasing.urge(task.id, by=county["supervise"], at=MONDAY)
    outbox.drain(MONDAY + DAY)
    assert list(task.supervisions.order_by("id").values_list("level", "rule")) == [
        ("ordinary", ""), ("yellow", "SV-01"), ("red", "SV-02"), ("ordinary", "SV-03"),
    ]  # fmt: skip


@pytest.mark.parametrize("post", sorted(set(POSTS) - {"supervise", "approve"}))
def test_only_who_supervises_urges(county: SmallCounty, task: Task, post: str) -> None:
    with pytest.raises(Refused, match="催办不是您的职责"):
        chasing.urge(task.id, by=county[post], at=MONDAY)
    assert not Supervision.objects.exists()


def test_what_is_done_or_unknown_is_not_urged(county: SmallCounty, task: Task) -> None:
    tasks.close(task, outcome="sign", at=MONDAY)
    with pytest.raises(Refused, match="已经办完"):
        chasing.urge(task.id, by=county["supervise"], at=MONDAY)
    with pytest.raises(Refused, match="没有这项待办"):
        chasing.urge(1, by=county["supervise"], at=MONDAY)
