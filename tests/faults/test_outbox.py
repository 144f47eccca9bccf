"""The outbox under failing handlers and dying workers, with real processes on a store of its own."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onedoor.core.waker import CHANNEL
from tests.faults.outbox_worker import EFFECTS, READY
from tests.faults.stores import OwnStore, own_store
from tests.small_county import COUNTY

pytestmark = pytest.mark.django_db

WORKER = "tests/faults/outbox_worker.py"
PATIENCE = 60.0  # seconds; alone on a machine the longest test takes six
_COLUMNS = "county, subscriber, subject, lane, place, payload, due_at, attempts, parked, error"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OwnStore]:
    with own_store(tmp_path) as made:
        yield made


def run(own: Any, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with own.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


def make_effects(own: Any) -> None:
    postgresql = own.vendor == "postgresql"
    run(own, READY)
    run(own, EFFECTS.format(serial="bigserial" if postgresql else "integer PRIMARY KEY AUTOINCREMENT"))


def deliver(own: Any, lane: str, subject: str, seq: int) -> list[tuple[Any, ...]]:
    """One delivery as ``record`` writes it. Returns where it stands in its lane: place and id."""
    key = {"subject": f"s:faults.subject:{COUNTY}:{subject}", "county": f"c:faults.county:{COUNTY}"}.get(lane, "")
    place = "onedoor_place()" if lane == "county" and own.vendor == "postgresql" else "0"
    return run(
        own,
        f"INSERT INTO core_delivery ({_COLUMNS}) VALUES "
        f"(%s, %s, %s, %s, {place}, %s, '2026-01-01 00:00:00+00:00', 0, false, '') RETURNING place, id",
        COUNTY, f"faults.{lane}", subject, key, f'{{"seq": {seq}}}',
    )  # fmt: skip


def wake(own: Any) -> None:
    """Tell the workers, as a web process does; on SQLite they watch the file."""
    if own.vendor == "postgresql":
        run(own, f"NOTIFY {CHANNEL}")


def wait_for(true: Callable[[], bool], store: OwnStore) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"nothing came of it in {PATIENCE:.0f} s\n{store.said()}"
        assert any(process.poll() is None for process in store.started), store.said()
        time.sleep(0.02)


def finish(process: Any) -> int:
    """Ask a worker to end after the batch in hand."""
    process.send_signal(signal.SIGTERM)
    return int(process.wait(10))


def test_two_workers_one_killed_and_every_delivery_takes_effect_once_and_in_order(store: OwnStore) -> None:
    with store.connected() as own:
        make_effects(own)
        workers = {worker.pid: worker for worker in (store.start(WORKER, seed, 0.15) for seed in (1, 2))}
        wait_for(lambda: len(run(own, "SELECT 1 FROM ready")) == 2, store)
        run(own, "BEGIN")
        for number in range(1000):
            lane = ("subject", "subject", "none", "county")[number % 4]
            deliver(own, lane, f"thing:{number % 7}", number)
        wake(own)
        run(own, "COMMIT")
        wait_for(lambda: run(own, "SELECT count(*) FROM effect")[0][0] >= 200, store)
        ((busy,),) = run(own, "SELECT pid FROM effect ORDER BY n DESC LIMIT 1")
        os.kill(busy, signal.SIGKILL)
        assert workers.pop(busy).wait(10) == -signal.SIGKILL
        left = run(own, "SELECT count(*) FROM core_delivery")[0][0]
        wait_for(lambda: run(own, "SELECT count(*) FROM core_delivery") == [(0,)], store)
        assert [finish(worker) for worker in workers.values()] == [0]
        effects = run(own, "SELECT lane, subject, seq FROM effect ORDER BY n")

    assert 0 < left < 1000, "the worker was killed in the middle of the work"
    assert sorted(seq for _, _, seq in effects) == list(range(1000))
    assert in_order(seq for lane, _, seq in effects if lane == "county")
    for subject in {subject for lane, subject, _ in effects if lane == "subject"}:
        assert in_order(seq for lane, of, seq in effects if (lane, of) == ("subject", subject))


def in_order(numbers: Iterator[int]) -> bool:
    found = list(numbers)
    return len(found) > 10 and found == sorted(found)


@pytest.mark.postgresql  # on SQLite one writes at a time
def test_a_county_lane_waits_for_the_writer_that_began_first(store: OwnStore) -> None:
    with store.connected() as own, store.connected() as first, store.connected() as second:
        make_effects(own)
        worker = store.start(WORKER, 3, 0.0)
        run(first, "BEGIN")
        deliver(first, "county", "thing:1", 1)
        run(second, "BEGIN")
        deliver(second, "county", "thing:2", 3)
        run(second, "COMMIT")
        deliver(own, "none", "thing:0", 0)
        wait_for(lambda: run(own, "SELECT seq FROM effect ORDER BY n") == [(0,)], store)
        deliver(first, "county", "thing:1", 2)
        run(first, "COMMIT")
        wait_for(lambda: len(run(own, "SELECT 1 FROM effect")) == 4, store)
        assert run(own, "SELECT seq FROM effect ORDER BY n") == [(0,), (1,), (2,), (3,)]
        assert finish(worker) == 0


@pytest.mark.postgresql  # on SQLite one writes at a time
def test_writers_that_commit_out_of_order_are_heard_in_the_order_of_the_record(store: OwnStore) -> None:
    places: dict[int, tuple[int, int]] = {}
    together = threading.Barrier(4)

    def write(writer: int) -> None:
        """Transactions that overlap: each begins and draws its numbers before the others have committed theirs."""
        with store.connected() as mine:
            for turn in range(25):
                run(mine, "BEGIN")
                for part in range(1 + (writer + turn) % 3):
                    seq = writer * 1000 + turn * 10 + part
                    ((place, number),) = deliver(mine, "county", f"thing:{writer}", seq)
                    places[seq] = (place, number)
                if turn % 5 == 0:
                    together.wait(10)  # all four are open and have drawn their numbers
                run(mine, "COMMIT")

    with store.connected() as own:
        make_effects(own)
        workers = [store.start(WORKER, seed, 0.05) for seed in (4, 5)]
        wait_for(lambda: run(own, "SELECT count(*) FROM ready") == [(2,)], store)
        writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in writers:
            thread.start()
        for thread in writers:
            thread.join(PATIENCE)
        wait_for(lambda: run(own, "SELECT count(*) FROM core_delivery") == [(0,)], store)
        assert [finish(worker) for worker in workers] == [0, 0]
        heard = [seq for (seq,) in run(own, "SELECT seq FROM effect ORDER BY n")]
    assert heard == sorted(places, key=lambda seq: places[seq])
    assert len(heard) == len(places) > 100
