"""What goes outside, with slow answers and dying workers: real processes on a store of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stores import OwnStore, own_store
from tests.faults.test_outbox import deliver, finish, make_effects, run, wait_for, wake

pytestmark = pytest.mark.django_db

WORKER = "tests/faults/outside_worker.py"
SLOW = 120.0  # seconds; longer than any test waits


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OwnStore]:
    with own_store(tmp_path) as made:
        yield made


def post(own: Any, seq: int) -> None:
    """One delivery that goes outside."""
    run(own, "BEGIN")
    deliver(own, "outside", f"thing:{seq}", seq)
    run(own, "UPDATE core_delivery SET outside = %s WHERE subscriber = 'faults.outside'", True)
    run(own, "COMMIT")


def letters(store: OwnStore) -> list[list[str]]:
    path = store.home / "letters"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def test_a_sender_that_waits_for_its_answer_holds_up_nobody_inside(store: OwnStore) -> None:
    with store.connected() as own:
        make_effects(own)
        store.start(WORKER, store.home, SLOW)
        wait_for(lambda: len(run(own, "SELECT 1 FROM ready")) == 1, store)
        post(own, 0)
        wake(own)
        wait_for(lambda: len(letters(store)) == 1, store)
        for number in range(1, 200):
            deliver(own, "none", f"thing:{number}", number)
        wake(own)
        wait_for(lambda: run(own, "SELECT count(*) FROM effect") == [(199,)], store)
        assert run(own, "SELECT count(*) FROM core_delivery") == [(1,)], "the letter still waits for its answer"


def test_a_worker_killed_between_sending_and_removing_is_followed_by_one_that_sends_under_the_same_key(
    store: OwnStore,
) -> None:
    with store.connected() as own:
        make_effects(own)
        first = store.start(WORKER, store.home, SLOW)
        wait_for(lambda: len(run(own, "SELECT 1 FROM ready")) == 1, store)
        post(own, 7)
        wake(own)
        wait_for(lambda: len(letters(store)) == 1, store)
        os.kill(first.pid, signal.SIGKILL)
        assert first.wait(10) == -signal.SIGKILL
        second = store.start(WORKER, store.home, 0)
        wait_for(lambda: len(run(own, "SELECT 1 FROM ready")) == 2, store)
        assert len(letters(store)) == 1, "the lease of the killed one holds"
        run(own, "UPDATE core_delivery SET leased_until = '2026-01-01 00:00:00+00:00'")  # its time has passed
        wake(own)
        wait_for(lambda: run(own, "SELECT count(*) FROM core_delivery") == [(0,)], store)
        assert finish(second) == 0
    (before, again) = letters(store)
    assert before == again
