"""Two processes write one file: each row once, whoever is killed in the middle."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.letters import MESSAGES, message, written
from tests.faults.stores import OwnStore, own_store

ROWS = 3000
PATIENCE = 60.0
_SCRIPT = "tests/faults/pouring.py"

pytestmark = pytest.mark.postgresql


@pytest.mark.django_db
def test_a_killed_run_begun_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    rows = [message(n) for n in range(ROWS)]
    rows[7][4] = ""  # cannot be taken
    path = written(tmp_path / "a.csv", MESSAGES, [*rows, rows[0]])
    with own_store(tmp_path) as store, store.connected() as looking:
        first = store.start(_SCRIPT, path, "--build")
        there = until_more_than(200, looking, store)
        first.kill()
        assert there < ROWS - 1, "it ended before it could be killed"
        first.wait(PATIENCE)
        again = store.start(_SCRIPT, path)
        assert again.wait(PATIENCE) == 0, store.said()
        figures = json.loads((tmp_path / f"{len(store.started) - 1}.log").read_text())
        assert (figures["read"], figures["rejected"]) == (ROWS + 1, 1)
        assert figures["accepted"] + figures["duplicates"] == ROWS
        assert counted("SELECT count(*), count(DISTINCT source_id) FROM cases_report", looking) == (ROWS - 1, ROWS - 1)
        assert counted("SELECT count(*), count(DISTINCT ref) FROM cases_case", looking) == (ROWS - 1, ROWS - 1)
        lines = counted("SELECT count(*), count(DISTINCT subject) FROM core_happening WHERE seq < 3", looking)
        assert lines == (2 * (ROWS - 1), ROWS - 1)


def until_more_than(rows: int, looking: Any, store: OwnStore) -> int:
    """Wait until so many reports are in the store; gives how many there are."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        (there,) = counted("SELECT count(*) FROM cases_report", looking)
        if there > rows:
            return there
        time.sleep(0.01)
    raise AssertionError(store.said())


def counted(question: str, looking: Any) -> tuple[int, ...]:
    with looking.cursor() as cursor:
        cursor.execute(question)
        found: tuple[int, ...] = cursor.fetchone()
    return found
