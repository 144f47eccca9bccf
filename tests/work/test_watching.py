"""The ladder of supervision: yellow at three quarters of the time, red when it is over (DOMAIN B.3)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from onedoor.cases.actions import dispatching, signing, triaging
from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.models import Case
from onedoor.core import audit, outbox
from onedoor.core.clock import Limit
from onedoor.core.models import Delivery, Happening
from onedoor.core.writing import insert_together
from onedoor.work.actions import tasks
from onedoor.work.models import Supervision, Task
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

HOUR = timedelta(hours=1)


@pytest.fixture
def case(county: SmallCounty) -> Case:
    """A case registered on Monday 9:30; its triage is due at 13:30."""
    return register(Incoming(channel="web", text="路灯坏了。"), county=COUNTY, by=county["guide"], at=MONDAY)[0]


def chased(case: Case) -> list[tuple[str, str]]:
    return list(
        Supervision.objects.filter(task__subject=case.subject).order_by("id").values_list("task__verb", "level")
    )


def test_a_task_turns_yellow_and_then_red_and_says_so_once(case: Case) -> None:
    outbox.drain(MONDAY + 3 * HOUR - timedelta(seconds=1))
    assert chased(case) == []
    outbox.drain(MONDAY + 3 * HOUR)
    assert chased(case) == [("triage", "yellow")]
    outbox.drain(MONDAY + 4 * HOUR)
    assert chased(case) == [("triage", "yellow"), ("triage", "red")]
    outbox.drain(MONDAY + timedelta(days=30))
    assert chased(case)[2:] == [("triage", "ordinary"), ("triage", "listed")]
    assert outbox.drain(MONDAY + timedelta(days=60)).idle
    assert Task.objects.get(subject=case.subject).level == "red"
    lines = Happening.objects.filter(subject=case.subject, name="work.task_supervised").order_by("seq")
    assert [(line.payload["level"], line.payload["unit"], line.actor) for line in lines] == [
        (level, "centre", "system") for level in ("yellow", "red", "ordinary", "listed")
    ]  # fmt: skip
    assert audit.verify().sound


def test_a_task_that_was_done_is_never_chased(county: SmallCounty, case: Case) -> None:
    triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY + HOUR)
    outbox.drain(MONDAY + 4 * HOUR)
    assert ("triage", "yellow") not in chased(case)


def test_a_watch_of_an_older_version_does_nothing(case: Case) -> None:
    task = Task.objects.get(subject=case.subject)
    later = task.due_at + 4 * HOUR
    insert_together(tasks.move(task, limit=Limit(later, task.limit)))
    outbox.drain(MONDAY + 4 * HOUR)
    assert chased(case) == []
    outbox.drain(later)
    assert list(Supervision.objects.values_list("level", "version", "due_at")) == [
        ("yellow", 2, later),
        ("red", 2, later),
    ]


def test_a_watch_that_is_handed_over_twice_chases_once(case: Case) -> None:
    watch = Delivery.objects.get(subject=case.subject, subscriber="work.watch")
    outbox.drain(MONDAY + 3 * HOUR)
    watch.save(force_insert=True)
    outbox.drain(MONDAY + 3 * HOUR)
    assert chased(case) == [("triage", "yellow")]
    assert Delivery.objects.filter(subject=case.subject, subscriber="work.watch").count() == 1


@pytest.mark.parametrize(("urgency", "yellow"), [("normal", "2026-09-14T08:30"), ("critical", "2026-09-12T19:00")])
def test_nobody_is_chased_on_a_rest_day_unless_it_is_urgent(county: SmallCounty, urgency: str, yellow: str) -> None:
    saturday = datetime(2026, 9, 12, 16, 0, tzinfo=CHINA)
    incoming = Incoming(channel="web", text="电梯停了。", urgency=urgency)
    case = register(incoming, county=COUNTY, by=county["guide"], at=saturday)[0]
    watch = Delivery.objects.get(subject=case.subject, subscriber="work.watch")
    assert watch.due_at == datetime.fromisoformat(yellow).replace(tzinfo=CHINA)
    # No working moment is left before the limit of the normal one, so nobody is reminded; on Monday it is overdue.
    assert watch.payload["level"] == ("yellow" if urgency == "critical" else "red")


def test_the_next_duty_has_a_watch_of_its_own(county: SmallCounty, case: Case) -> None:
    triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY)
    dispatching.dispatch(case.ref, to="housing", by=county["dispatch"], at=MONDAY)
    signing.sign(case.ref, by=county["housing"], at=MONDAY)
    outbox.drain(MONDAY + timedelta(days=10))
    assert chased(case) == [("reply", "yellow"), ("reply", "red"), ("reply", "ordinary")]
    closed = Task.objects.filter(subject=case.subject).exclude(closed_at=None).order_by("id")
    assert list(closed.values_list("verb", "outcome")) == [
        ("triage", "triage"),
        ("dispatch", "dispatch"),
        ("sign", "sign"),
    ]
