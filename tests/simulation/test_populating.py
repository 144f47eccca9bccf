"""Some hundred simulated reports are lawful histories, and leave work on every desk."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from onedoor.cases.flow import State
from onedoor.cases.models import Assignment, Case, Contact, Report, Request, Viewing
from onedoor.cases.models.choices import Nature
from onedoor.core import audit
from onedoor.core.clock import ZONE
from onedoor.core.models import Delivery, Happening
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory
from onedoor.simulation import invariants, loading
from onedoor.simulation.cast import Cast
from onedoor.simulation.populating import populate
from onedoor.simulation.standings import STANDINGS
from onedoor.simulation.world.areas import COUNTY
from onedoor.simulation.world.yunzhou import World
from onedoor.work.models import Task
from onedoor.work.queries import owed_by

NOON, MIDNIGHT_ON_SUNDAY = datetime(2026, 9, 16, 12, 30, tzinfo=ZONE), datetime(2026, 11, 22, 0, 50, tzinfo=ZONE)
STANDING = sum(kind.count for kind in STANDINGS)
NO_TASKS = {"redispatch", "summarise", "raise", "approve", "agree", "resume"}
"""Steps whose task has the name of another."""


def test_every_step_of_the_flow_waits_somewhere_and_nothing_lies_in_the_future(
    empty_store: None, whole_world: World
) -> None:
    at = MIDNIGHT_ON_SUNDAY
    loading.load(whole_world)
    heard: list[float] = []
    assert populate(whole_world, seed=3, at=at, reports=STANDING + 10, progress=heard.append) == STANDING + 10
    assert invariants.check().problems == []
    owed = Counter(Task.objects.filter(closed_at=None).values_list("verb", flat=True))
    assert set(owed) >= {kind.step for kind in STANDINGS} - NO_TASKS | {"decide_request"}
    assert not Happening.objects.filter(at__gt=at).exists()
    assert not Delivery.objects.filter(due_at__lte=at, outside=False).exists()
    assert not Delivery.objects.filter(parked=True).exists()
    late = Task.objects.filter(closed_at=None, due_at__lte=at).count()
    assert 0 < late < sum(owed.values()) / 2
    assert heard == sorted(heard) and heard[-1] == 1.0


def test_every_desk_that_owes_anything_finds_work(empty_store: None, whole_world: World) -> None:
    loading.load(whole_world)
    populate(whole_world, seed=2, at=NOON, reports=STANDING)
    cast = Cast.of(COUNTY)
    idle = {
        login
        for login in cast.members
        if login not in cast.handlers.values() and not owed_by(cast.actor(login, NOON)).exists()
    }
    seats = {"seat-labour", "seat-tax", "seat-justice", "seat-business", "seat-care"}
    assert idle == {"guide", "window", "hotline", "privacy", "admin"} | seats
    asked = Request.objects.filter(state=Request.State.OPEN).values_list("kind", flat=True)
    assert set(asked) == {"extend", "suspend", "decline", "unmask"}
    assert Case.objects.filter(suspended_until__isnull=False).exists()
    villages = Task.objects.filter(closed_at=None, unit__kind=Unit.Kind.VILLAGE)
    assert {task.verb for task in villages} == {"sign", "reply"}


@pytest.mark.thorough
def test_a_month_knows_every_way_a_case_can_go(empty_store: None, whole_world: World) -> None:
    loading.load(whole_world)
    populate(whole_world, seed=7, at=NOON, reports=STANDING + 90)
    assert invariants.check().problems == []
    assert audit.verify().sound
    told = set(Happening.objects.values_list("name", flat=True))
    assert told >= {
        f"cases.{name}"
        for name in (
            "answered", "extended", "suspended", "resumed", "merged", "joined", "reopened", "declined", "appealed",
            "appeal_decided", "withdrawn", "transferred", "raised", "summarised", "safety_stopped",
            "safety_decided", "assisted", "inspected", "rated", "contact_unmasked",
        )
    } | {"work.order_issued", "work.order_answered", "work.order_discharged"}  # fmt: skip
    assert set(Case.objects.values_list("state", flat=True)) == set(State.values)
    assert all(Case.objects.exclude(kind="").exclude(people="").values_list("kind", flat=True))
    assert Case.objects.exclude(upstream_no="").filter(channel="upper").exists()
    _informants_are_kept_apart()


def _informants_are_kept_apart() -> None:
    """An informant's report stays with those it is for."""
    informed = list(Case.objects.filter(nature=Nature.INFORM).select_related("accused"))
    assert len(informed) >= 2
    for case in informed:
        assert case.accused and not Assignment.objects.filter(case=case, unit=case.accused).exists()
        owed = Task.objects.filter(subject=case.subject, unit=directory(COUNTY).centre)
        assert {task.duty for task in owed} == {Duty.INFORM}
        seen = set(Viewing.objects.filter(case=case).values_list("by", flat=True))
        assert seen <= {"m-inform-a", "m-inform-b", "m-discipline"}


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
