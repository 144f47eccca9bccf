"""Eight processes on one SQLite file, six of them writing: everybody waits their turn, and nobody is turned away."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.utils import timezone

from onedoor.cases.actions import importing, registering, triaging
from onedoor.cases.actions.importing import Past
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.config import environment
from onedoor.core import audit, outbox, revisions
from onedoor.organisation.actor import Actor
from onedoor.simulation import invariants
from tests.small_county import COUNTY, SmallCounty, actors

BATCH = 40
LIFT = Incoming(channel="hotline", text="翠湖花园3幢的电梯又坏了。", name="周女士", phone="10010012345")

Work = Callable[[SmallCounty, int], int]


def one_more(county: SmallCounty, number: int) -> int:
    registering.register(LIFT, county=COUNTY, by=county["guide"], at=timezone.now())
    return 1


def history(county: SmallCounty, number: int) -> int:
    at = timezone.now() - timedelta(days=400)
    past = [Past(_from_feed("past", number, one), at, reply="已修好。", replied_at=at) for one in range(BATCH)]
    return importing.import_history(past, county=COUNTY, by=Actor.feed(COUNTY, "past"))


def batch(county: SmallCounty, number: int) -> int:
    reports = [_from_feed("live", number, one) for one in range(BATCH)]
    registering.register_together(reports, county=COUNTY, by=Actor.feed(COUNTY, "live"), at=timezone.now())
    return BATCH


def step(county: SmallCounty, number: int) -> int:
    """What reads and then writes what it read: without a lock from the beginning it fails in the middle."""
    case = Case.objects.filter(county=COUNTY, state=State.REGISTERED).order_by("id").first()
    if case:
        triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=timezone.now())
    return 0


def hand_over(county: SmallCounty, number: int) -> int:
    outbox.run_batch(timezone.now())
    return 0


def look(county: SmallCounty, number: int) -> int:
    list(Case.objects.select_related("item", "holder").order_by("-registered_at", "-id")[:50])
    Case.objects.filter(county=COUNTY, state=State.REGISTERED).count()
    return 0


EVERYBODY: dict[str, Work] = {
    "window": one_more, "hotline": one_more, "resident": one_more, "history": history, "feed": batch,
    "worker": hand_over, "dispatch": step, "reader": look,
}  # fmt: skip


def _from_feed(feed: str, number: int, one: int) -> Incoming:
    return Incoming(channel="board", text=f"路灯坏了（{number}-{one}）。", feed=feed, source_id=uuid4().hex)


def at_work(path: Path, begin: Any, work: Work, seconds: float, told: Any, name: str) -> None:
    """One process: what it did, how often, and what was said to it when it failed."""
    use(path)
    turns = made = 0
    wrong = ""
    try:
        county = actors()
        begin.wait(60)
        end = time.monotonic() + seconds
        for number in count():
            made += work(county, number)
            turns += 1
            if time.monotonic() > end:
                break
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}"
    finally:
        told.put((name, turns, made, wrong))
        connection.close()


def use(path: Path) -> None:
    """Let this process work on the file as every process of the product does."""
    settings: dict[str, Any] = connections.settings["default"] | environment.database(f"sqlite:///{path}")
    settings |= {"TIME_ZONE": None, "ATOMIC_REQUESTS": False}
    connections["default"] = type(connections["default"])(settings, alias="default")
    revisions.forget()


@pytest.fixture
def store(county: SmallCounty, tmp_path: Path) -> Iterator[Path]:
    """A file that holds the small county, and this process on it until the test is over."""
    path = tmp_path / "own.sqlite3"
    connection.ensure_connection()
    path.write_bytes(connection.connection.serialize())
    before = connections["default"]
    use(path)
    try:
        yield path
    finally:
        connection.close()
        connections["default"] = before
        revisions.forget()


def test_eight_at_once_wait_their_turn(store: Path, request: pytest.FixtureRequest) -> None:
    context = multiprocessing.get_context("fork")
    begin, told = context.Barrier(len(EVERYBODY)), context.Queue()
    seconds = 30.0 if request.config.getoption("--thorough") else 2.0
    connection.close()
    doing = partial(at_work, store, begin)
    processes = [
        context.Process(target=doing, args=(work, seconds, told, name), daemon=True) for name, work in EVERYBODY.items()
    ]
    for process in processes:
        process.start()
    answers = [told.get(timeout=seconds + 120) for _process in processes]
    for process in processes:
        process.join(30)
    assert [(name, wrong) for name, _turns, _made, wrong in answers if wrong] == []
    assert all(turns for _name, turns, _made, _wrong in answers), answers
    assert Case.objects.count() == sum(made for _name, _turns, made, _wrong in answers)
    assert [*audit.verify().problems, *invariants.check().problems] == []
