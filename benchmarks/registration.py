"""Register over HTTP, beside bare psycopg writing the same rows in the same run.

The reference writes the rows of a registration one statement each, one transaction per case, prepared, from two
processes, with the same ``synchronous_commit``; its parameters are made beforehand, so it does nothing but write.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection, connections
from django.db.models import Model
from django.utils import timezone

from benchmarks import serving
from benchmarks.measuring import Goal
from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import Incoming
from onedoor.core import writing
from onedoor.organisation.models import Member
from onedoor.organisation.queries import actor

WHAT = "来件登记（HTTP） / register a report over HTTP"
COUNTY = "990801"
LOGIN = "hotline"
TEXT = "翠湖花园3幢2单元电梯又停在五楼和六楼中间，这个月已经坏了好几次，物业电话打不通，八楼老人下不来。"
WORKERS = 2
REFERENCE_PROCESSES = 2

Statement = tuple[str, list[Any]]


def run(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """The row "register a report over HTTP" of the budget. The store must hold the invented county."""
    postgresql = connection.vendor == "postgresql"
    own = serving.client(LOGIN)
    asked = serving.queries(lambda: own.post("/desk/register", _form("")))
    with serving.server(workers=WORKERS if postgresql else 1) as served:
        asks = [_asker(served.port) for _ in range(serving.CLIENTS)]
        serving.drive(served.port, asks, seconds=min(seconds, 3), success=b"HTTP/1.1 302")
        say("one client")
        one = serving.drive(served.port, asks[:1], seconds=seconds, success=b"HTTP/1.1 302")
        say(f"{serving.CLIENTS} clients")
        many = serving.drive(served.port, asks, seconds=seconds, success=b"HTTP/1.1 302")
        memory = served.peak_mb
    result: dict[str, Any] = {
        "what": WHAT,
        "queries": len(asked),
        "one": one.figures(),
        "many": many.figures() | {"clients": serving.CLIENTS},
        "memory_mb": memory,
        "problems": (one.wrong + many.wrong)[:3],
    }
    if not postgresql:
        return result | {"goals": [Goal("8 clients, per second", many.per_second, least=250).told()]}
    say("the reference: bare psycopg")
    prepared = _prepared(int(seconds * 4000))
    reference = _reference(prepared, seconds)
    ratio = round(many.per_second / reference, 3)
    return result | {
        "rows_per_case": len(prepared[0]),
        "reference": {"what": "bare psycopg, the same rows, one prepared statement each", "per_second": reference},
        "ratio": ratio,
        "goals": [
            Goal("queries", len(asked), most=6).told(),
            Goal("one client, p95 ms", one.percentile(0.95), most=8).told(),
            Goal("8 clients, per second", many.per_second, least=400).told(),
            Goal("8 clients, per second (aim)", many.per_second, least=1000).told(),
            Goal("ratio to the reference", ratio, least=0.4).told(),
        ],
    }


def _asker(port: int) -> Callable[[int], bytes]:
    made = serving.post("/desk/register", _form(""), serving.browser(LOGIN), port)
    return lambda _number: made


def _form(token: str) -> dict[str, str]:
    return {
        "text": TEXT, "channel": "hotline", "name": "周女士", "phone": "10010012345", "reply_by": "phone",
        "place": "翠湖花园3幢2单元", "area": f"{COUNTY}001001", "nature": "demand", "urgency": "normal", "token": token,
    }  # fmt: skip


def _prepared(count: int) -> list[list[Statement]]:
    by = actor(Member.objects.get(login=LOGIN), on=timezone.localdate())
    incoming = Incoming(
        channel="hotline", text=TEXT, name="周女士", phone="10010012345", place="翠湖花园3幢2单元",
        area=f"{COUNTY}001001",
    )  # fmt: skip
    made = []
    for _ in range(count):
        rows = registering.rows_of(incoming, county=COUNTY, by=by, at=timezone.now())[2]
        made.append([_statement(row) for row in rows])
    return made


def _statement(row: Model) -> Statement:
    shapes, values = writing.given({type(row): [row]}, connections["default"])
    return writing.statement(shapes, numbered=False), values


def _reference(prepared: list[list[Statement]], seconds: float) -> float:
    """Cases per second of bare psycopg, two processes, with as many connections as there were clients."""
    context = multiprocessing.get_context("fork")
    connection.close()
    counts = context.Array("l", REFERENCE_PROCESSES)
    share = len(prepared) // REFERENCE_PROCESSES
    processes = [
        context.Process(target=_write, args=(prepared[n * share : (n + 1) * share], seconds, counts, n))
        for n in range(REFERENCE_PROCESSES)
    ]
    start = time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    written: int = sum(counts[:])
    return round(written / min(time.perf_counter() - start, seconds), 1)


def _write(cases: list[list[Statement]], seconds: float, counts: Any, number: int) -> None:
    each = serving.CLIENTS // REFERENCE_PROCESSES
    done = [0] * each
    end = time.perf_counter() + seconds

    def work(slot: int) -> None:
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as wire:
            wire.prepare_threshold = 0
            for case in cases[slot::each]:
                if time.perf_counter() > end:
                    break
                try:
                    with wire.transaction():
                        for sql, values in case:
                            wire.execute(sql, values)
                except psycopg.errors.UniqueViolation:
                    continue  # the drawn reference is taken: ours would draw another one
                done[slot] += 1

    threads = [threading.Thread(target=work, args=(slot,)) for slot in range(each)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts[number] = sum(done)
