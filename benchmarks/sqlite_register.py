"""Register on SQLite by the one web worker a file has, beside bare sqlite3 writing the very same rows.

The action is called in this process, one registration after the other: on SQLite there is one writer, and what the web
adds is measured with the pages. The reference writes the same rows one statement each, one transaction per case, with
the same journal and the same care for a power cut; its parameters are made beforehand.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.utils import timezone

from benchmarks.measuring import Goal, timed
from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import Incoming
from onedoor.config import environment
from onedoor.core import revisions, writing
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import home_county
from onedoor.simulation.loading import load
from onedoor.simulation.world.yunzhou import yunzhou

WHAT = "来件登记（SQLite） / register a report on SQLite"
TEXT = "翠湖花园3幢2单元电梯又停在五楼和六楼中间，这个月已经坏了好几次，物业电话打不通，八楼老人下不来。"

Statement = tuple[str, list[Any]]


def run(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """The row "SQLite: register" of the budget, on a SQLite store of its own, whatever store is measured."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measured.sqlite3"
        before = connections["default"]
        try:
            _use(path)
            say("preparing a SQLite store")
            _prepare()
            county = home_county()
            by = Actor.system(county)
            told = Incoming(channel="hotline", text=TEXT, name="周女士", phone="10010012345", area=f"{county}001001")
            say("registrations")
            ours = timed(
                lambda number: registering.register(told, county=county, by=by, at=timezone.now()), seconds=seconds
            )
            say("the reference: bare sqlite3")
            reference = _reference(path, _prepared(told, county, by, int(seconds * 2000)), seconds)
        finally:
            connections["default"].close()
            connections["default"] = before
            revisions.forget()
    return {
        "what": WHAT,
        "one": ours.figures(),
        "rows_per_second": ours.per_second,
        "reference": {"what": "bare sqlite3, the same rows, one statement each", "per_second": reference},
        "ratio": round(ours.per_second / reference, 3),
        "goals": [Goal("registrations per second", ours.per_second, least=250).told()],
    }


def _use(path: Path) -> None:
    settings: dict[str, Any] = connections.settings["default"] | environment.database(f"sqlite:///{path}")
    settings |= {"TIME_ZONE": None, "ATOMIC_REQUESTS": False}
    connections["default"] = DatabaseWrapper(settings, alias="default")
    revisions.forget()


def _prepare() -> None:
    call_command("migrate", verbosity=0, skip_checks=True)
    load(yunzhou(seed=1))


def _prepared(told: Incoming, county: str, by: Actor, count: int) -> list[list[Statement]]:
    made = []
    store = connections["default"]
    for _number in range(count):
        statements = []
        for row in registering.rows_of(told, county=county, by=by, at=timezone.now())[2]:
            shapes, values = writing.given({type(row): [row]}, store)
            statements.append((writing.statement(shapes, numbered=False).replace("%s", "?"), values))
        made.append(statements)
    return made


def _reference(path: Path, cases: list[list[Statement]], seconds: float) -> float:
    connections["default"].close()
    done = 0
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as wire:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "secure_delete=ON"):
            wire.execute(f"PRAGMA {pragma}")
        start = time.perf_counter()
        for statements in cases:
            if time.perf_counter() - start > seconds:
                break
            wire.execute("BEGIN IMMEDIATE")
            for sql, values in statements:
                wire.execute(sql, values)
            wire.execute("COMMIT")
            done += 1
        return round(done / (time.perf_counter() - start), 1)
