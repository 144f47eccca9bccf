"""Following the record while others write it and die, with real processes on a store of its own."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.faults.stores import ROOT, OwnStore, own_store
from tests.small_county import COUNTY

pytestmark = pytest.mark.django_db

PATIENCE = 120.0  # seconds
WRITER = "tests/faults/record_writer.py"
_BUILD = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "onedoor.config.settings"
import django; django.setup()
from tests import small_county; small_county.build()
"""
_COUNT = "SELECT count(*) FROM core_happening"
_IN_ORDER = "SELECT id FROM core_happening ORDER BY place, id"


class Page(NamedTuple):
    ids: list[int]
    mark: str
    more: bool


class Follower:
    """A process that reads the record page by page; killed and started again it goes on from its last mark."""

    def __init__(self, store: OwnStore) -> None:
        self.store = store
        self.seen: list[int] = []
        self.mark, self.more = "", True
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with (self.store.home / "follower.log").open("ab") as log:
            told = [sys.executable, "tests/faults/follower.py", COUNTY, *([self.mark] if self.mark else [])]
            made = subprocess.Popen(
                told, env=self.store.environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        self.store.started.append(made)
        return made

    def read(self, most: int) -> Page:
        """One more page."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{most}\n".encode())
        self.process.stdin.flush()
        page = Page(*json.loads(self.process.stdout.readline() or self.store.said()))
        self.seen += page.ids
        self.mark, self.more = page.mark, page.more
        return page

    def read_on(self, count: int, most: int = 1000) -> list[int]:
        """Everything, once it is ``count`` lines: what is committed waits for transactions open anywhere on the
        server, and other tests have some."""
        end = time.monotonic() + PATIENCE
        while len(self.seen) < count or self.more:
            self.read(most)
            assert time.monotonic() < end, f"{len(self.seen)} of {count} lines in {PATIENCE:.0f} s\n{self.store.said()}"
        return self.seen

    def die(self) -> None:
        self.process.kill()
        self.process.wait(10)
        self.process = self._start()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnStore]:
    """One for all tests of this file: making it takes longer than they do."""
    with own_store(tmp_path_factory.mktemp("following")) as made:
        built = made.start("-c", _BUILD)
        assert built.wait(60) == 0, made.said()
        yield made


def rows(own: Any, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with own.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


def write_one(own: Any, number: int) -> None:
    """One line, placed as the product places it."""
    rows(
        own,
        "INSERT INTO core_happening"
        " (id, county, subject, seq, name, version, payload, actor, at, recorded_at, previous, hash, place)"
        " VALUES (%s, %s, %s, 1, 'faults.noted', 1, '{}', 'system', now(), now(), '', %s, onedoor_place())",
        number, COUNTY, f"thing:{number}", f"{number:064}",
    )  # fmt: skip


def follow_the_writers(store: OwnStore, transactions: int) -> int:
    """Two writers, one killed and begun again, and a follower that is killed as well: what was committed is seen once,
    in one order for everybody. Returns how many lines."""
    dice = random.Random(7)
    follower = Follower(store)
    with store.connected() as own:
        writers = [store.start(WRITER, 1, transactions), store.start(WRITER, 2, transactions)]
        while rows(own, _COUNT) < [(transactions * 4,)]:
            follower.read(dice.randint(1, 20))
            assert any(writer.poll() is None for writer in writers), store.said()
        writers[0].kill()
        assert writers[0].wait(10) == -signal.SIGKILL, "the writer was killed in the middle of its work"
        writers[0] = store.start(WRITER, 3, transactions)
        follower.die()
        while any(writer.poll() is None for writer in writers):
            follower.read(dice.randint(1, 200))
        assert [writer.returncode for writer in writers] == [0, 0], store.said()
        kept = [number for (number,) in rows(own, _IN_ORDER)]

    follower.read_on(len(kept), most=100)
    assert len(follower.seen) == len(set(follower.seen)), "a line was given twice"
    assert set(follower.seen) == set(kept), "a line was missed"
    assert follower.seen == Follower(store).read_on(len(kept)) == kept, "another reader sees another order"
    return len(kept)


def test_two_writers_one_killed_and_a_follower_misses_nothing_and_sees_nothing_twice(store: OwnStore) -> None:
    assert follow_the_writers(store, 60) > 700


@pytest.mark.thorough
def test_the_same_with_a_hundred_thousand_lines(store: OwnStore) -> None:
    assert follow_the_writers(store, 5000) >= 100_000


@pytest.mark.postgresql  # on SQLite one writes at a time
def test_a_line_waits_for_the_writer_that_began_first(store: OwnStore) -> None:
    follower = Follower(store)
    with store.connected() as first, store.connected() as second:
        before = follower.read_on(rows(first, _COUNT)[0][0]).copy()
        rows(first, "BEGIN")
        write_one(first, 1)
        write_one(second, 2)
        assert follower.read(10).ids == [], "what was committed behind an open transaction waits for it"
        write_one(first, 3)
        rows(first, "COMMIT")
    assert follower.read_on(len(before) + 3) == [*before, 1, 3, 2]


@pytest.mark.postgresql
def test_a_writer_that_gives_up_holds_nobody_up(store: OwnStore) -> None:
    follower = Follower(store)
    with store.connected() as first, store.connected() as second:
        before = follower.read_on(rows(first, _COUNT)[0][0]).copy()
        rows(first, "BEGIN")
        write_one(first, 4)
        write_one(second, 5)
        rows(first, "ROLLBACK")
    assert follower.read_on(len(before) + 1) == [*before, 5]
