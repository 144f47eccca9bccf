"""Some hundred simulated reports are lawful histories, and leave work on every desk."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from onedoor.cases.models import Case, Contact, Report
from onedoor.core.clock import ZONE
from onedoor.core.models import Delivery, Happening
from onedoor.simulation import invariants, loading
from onedoor.simulation.courses import STANDINGS
from onedoor.simulation.populating import populate
from onedoor.simulation.world.yunzhou import World
from onedoor.work.models import Task

NOON, MIDNIGHT_ON_SUNDAY = datetime(2026, 9, 16, 12, 30, tzinfo=ZONE), datetime(2026, 11, 22, 0, 50, tzinfo=ZONE)
STANDING = sum(kind.count for kind in STANDINGS)


def test_every_step_of_the_flow_waits_somewhere_and_nothing_lies_in_the_future(
    empty_store: None, whole_world: World
) -> None:
    at = MIDNIGHT_ON_SUNDAY
    loading.load(whole_world)
    heard: list[float] = []
    assert populate(whole_world, seed=3, at=at, reports=STANDING + 10, progress=heard.append) == STANDING + 10
    assert invariants.check().problems == []
    owed = Counter(Task.objects.filter(closed_at=None).values_list("verb", flat=True))
    assert set(owed) >= {kind.step for kind in STANDINGS} - {"redispatch"}
    assert not Happening.objects.filter(at__gt=at).exists()
    assert not Delivery.objects.filter(due_at__lte=at).exists()
    assert not Delivery.objects.filter(parked=True).exists()
    late = Task.objects.filter(closed_at=None, due_at__lte=at).count()
    assert 0 < late < sum(owed.values()) / 2
    assert heard == sorted(heard) and heard[-1] == 1.0


def test_the_same_seed_and_moment_tell_the_same_stories(empty_store: None, whole_world: World) -> None:
    loading.load(whole_world)
    populate(whole_world, seed=5, at=NOON, reports=8)
    populate(whole_world, seed=5, at=NOON, reports=8)
    told = Counter(Report.objects.values_list("text", "area", "received_at"))
    assert set(told.values()) == {2}
    ended = Counter(Case.objects.values_list("state", "title", "solve_by"))
    assert all(times % 2 == 0 for times in ended.values())
    assert {contact.phone[:6] for contact in Contact.objects.all()} == {"100100"}
    assert min(Report.objects.values_list("received_at", flat=True)) > NOON - timedelta(days=31)
