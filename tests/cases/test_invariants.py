"""One case through the real actions keeps the laws (DESIGN §4), and a refusal changes no row of any kind. The many
lives are in ``test_life_machine``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.cases.actions.recomputing import recompute_limits
from onedoor.cases.flow import CASE
from onedoor.cases.models import Assignment, Case, Report, Request, Visit
from onedoor.core import audit, outbox
from onedoor.core.models import CalendarDay, Delivery, Happening, Remark
from onedoor.core.refusal import Refused
from onedoor.core.revisions import bump
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from onedoor.work.models import Order, Supervision, Task
from tests.cases.histories import ACTS, AUTHOR, BESIDE, POSTS, TAKEN_INSTEAD, WHO, Draw, author, go, registered
from tests.small_county import MONDAY, SmallCounty

MODELS = (Case, Report, Request, Task, Order, Assignment, Visit, Supervision, Happening, Remark, Delivery)
DISTANT = 40


@dataclass(frozen=True)
class Move:
    """One try: a verb by whoever it belongs to, or by anybody; after some time, with or without the worker between."""

    verb: str
    who: str | None
    draw: Draw
    pick: int
    hours: int
    worker: bool


@st.composite
def moves(draw: st.DrawFn) -> Move:
    return Move(
        verb=draw(st.sampled_from(sorted(ACTS | BESIDE))),
        who=draw(st.sampled_from([None] * 30 + list(POSTS))),
        draw=Draw(
            colour=draw(st.sampled_from(["green", "yellow", "red", "blue"])),
            to=draw(st.sampled_from(["housing", "housing", "urban", "town-chengguan", "centre", "nobody"])),
            assists=draw(st.lists(st.sampled_from(["urban", "town-shiqiao", "housing"]), max_size=2)),
            upheld=draw(st.booleans()),
            solved=draw(st.booleans()),
            text=draw(st.sampled_from(["已经查明，已经处理，已经告知。"] * 4 + ["  ", "不"])),
            days=draw(st.integers(-1, 20)),
        ),
        pick=draw(st.integers(0, 7)),
        hours=draw(st.sampled_from([0, 0, 1, 5, 30, 200])),
        worker=draw(st.booleans()),
    )


def rows() -> list[list[dict[str, Any]]]:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def likely(case: Case, move: Move) -> str:
    """A verb the flow allows here, most of the time: else a random history never leaves the door."""
    here = [step.verb for step in CASE.open_steps(state=case.state, kind=case.colour)]
    verb = here[move.pick % len(here)] if here and move.pick else move.verb
    return TAKEN_INSTEAD.get(verb, verb)


def take(case: Case, move: Move, county: SmallCounty, into: Case, clock: Any) -> None:
    verb = likely(case, move)
    lead = case.lead.code if case.lead else "housing"
    who = move.who or (lead if WHO[verb] == "housing" else WHO[verb])
    by = author(case) if who == AUTHOR else county[who]
    before = rows()
    try:
        (ACTS | BESIDE)[verb](case.ref, replace(move.draw, into=into.ref), by, clock)
    except Refused:
        assert rows() == before, f"{verb} was refused and changed something"


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    begun=st.integers(0, 8),
    colour=st.sampled_from(["green", "yellow", "red"]),
    history=st.lists(moves(), min_size=8, max_size=20),
)
def test_no_refusal_changes_a_row(county: SmallCounty, begun: int, colour: str, history: list[Move]) -> None:
    with transaction.atomic():
        road = f"triage {'entrust' if colour == 'red' else 'dispatch'} sign reply review visit rework reply review"
        case, clock = go(registered(county), " ".join(road.split()[:begun]), county, colour=colour), MONDAY
        into = registered(county)
        for move in history:
            clock += timedelta(hours=move.hours)
            if move.worker:
                outbox.drain(clock)
            take(Case.objects.get(pk=case.pk), move, county, into, clock)
        finding = invariants.check()
        assert finding.sound, finding.problems
        outbox.drain(clock + timedelta(days=DISTANT))
        finding = invariants.check()
        assert finding.sound, finding.problems
        checked = audit.verify()
        assert checked.sound, checked.problems
        transaction.set_rollback(True)


@pytest.mark.parametrize("colour", ["green", "yellow", "red"])
def test_the_whole_road_keeps_the_laws_at_every_step(county: SmallCounty, colour: str) -> None:
    give, end = ("entrust", "confirm") if colour == "red" else ("dispatch", "close")
    first = f"triage {give} sign send_back rule {give} sign reply rework reply review attempt attempt visit"
    verbs = f"{first} rework reply review visit"
    case = registered(county)
    for number, verb in enumerate([*verbs.split(), end]):
        to = "housing" if number < 5 else "urban"
        go(case, verb, county, at=MONDAY + timedelta(hours=number / 8), colour=colour, to=to, solved=number != 13)
        finding = invariants.check()
        assert finding.sound, (verb, finding.problems)
    outbox.drain(MONDAY + timedelta(days=DISTANT))
    assert Case.objects.get(pk=case.pk).state == "archived"
    assert invariants.check().sound
    assert audit.verify().sound


def test_a_law_that_is_broken_is_found(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign", county)
    Case.objects.filter(pk=case.pk).update(colour="green")
    assert len(invariants.check().problems) == 1
    Case.objects.filter(pk=case.pk).update(colour="yellow", state="closed")
    assert len(invariants.check().problems) >= 3


def test_a_calendar_in_the_middle_of_a_history_keeps_the_laws(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign", county)
    CalendarDay.objects.create(date=(MONDAY + timedelta(days=2)).date(), name="停工", off=True)
    bump("calendar")
    recompute_limits(case.ref, by=Actor.system(case.county), at=MONDAY)
    assert invariants.check().sound
