"""Hand over what waits in the outbox, beside bare psycopg deleting the same rows in the same batches.

A hundred thousand deliveries wait in lanes of every kind, ten times as many are due next month; the handler does
nothing. The reference locks a hundred of the same rows by ``FOR UPDATE SKIP LOCKED``, sets a savepoint for each and
deletes them, and knows neither order nor retries. How soon a worker hears of a commit is measured by a process of its
own that waits for it. What the filled store itself has due is set aside meanwhile, for its handlers do something.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import psycopg
from django.db import connection
from django.utils import timezone

from benchmarks.measuring import Goal, Times
from onedoor.core import outbox, waker
from onedoor.core.events import Notice, schedule, subscribe
from onedoor.core.worker import Worker

WHAT = "投递 / the outbox"
WAITING = 100_000
LATER = 1_000_000
SIGNALS = 200
LANES = ("none", "subject", "county")
_COUNTY = "990801"
_LONG = "interval '1000 years'"
_NAME = "bench"

_FILL = """INSERT INTO core_delivery
 (county, subscriber, subject, lane, place, payload, due_at, attempts, parked, error, outside)
 SELECT %(county)s, %(name)s || '.' || l.lane, 'bench:' || n, CASE l.lane WHEN 'none' THEN ''
 WHEN 'subject' THEN 's:' || n ELSE 'c:' || (n %% 5) END, 0, '{}', %(due)s, 0, false, '', false
 FROM generate_series(1, %(count)s) n
 CROSS JOIN LATERAL (SELECT (ARRAY['none', 'subject', 'county'])[n %% 3 + 1] AS lane) l"""
_TAKE = """SELECT id FROM core_delivery WHERE subscriber LIKE 'bench.%%' AND NOT parked AND NOT outside AND due_at <= %s
 ORDER BY due_at, id LIMIT 100 FOR UPDATE SKIP LOCKED"""


def run(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """The row "outbox" of the budget: deliveries per second of one worker, and how soon it hears."""
    for lane in LANES:
        _listen(lane)
    _set_aside()
    try:
        return _measured(seconds, say)
    finally:
        _clear()
        _put_back()


def _measured(seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    try:
        say(f"{WAITING:,} deliveries that wait, {LATER:,} that are due next month")
        _fill(WAITING, "now()")
        _fill(LATER, "now() + interval '30 days'")
        per_second, processor = _handed_over(seconds)
        say("the reference: bare psycopg")
        _fill(WAITING, "now()")
        reference = _reference(seconds)
    finally:
        _clear()
    say("from commit to handler")
    heard = _heard()
    return {
        "what": WHAT,
        "deliveries_per_second": per_second,
        "mean_us": processor,
        "one": heard.figures(),
        "reference": {"what": "bare psycopg, batches of 100, a savepoint each", "per_second": reference},
        "ratio": round(per_second / reference, 3),
        "goals": [
            Goal("deliveries per second", per_second, least=2500).told(),
            Goal("commit to handler, p95 ms", heard.percentile(0.95), most=50).told(),
        ],
    }


@cache
def _listen(lane: Any) -> None:
    """Once in a process, however many sizes it measures."""

    @subscribe(name=f"{_NAME}.{lane}", lane=lane)
    def hear(notice: Notice, now: object) -> None:
        """Nothing: what is measured is the way to here."""


def _fill(count: int, due: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL.replace("%(due)s", due), {"county": _COUNTY, "name": _NAME, "count": count})
        cursor.execute("ANALYZE core_delivery")


def _set_aside() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE core_delivery SET due_at = due_at + {_LONG} WHERE due_at < now() + interval '1 day'")


def _put_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE core_delivery SET due_at = due_at - {_LONG} WHERE due_at > now() + {_LONG} / 2")


def _clear() -> None:
    """Leave nothing behind, not even a million dead rows for the worker to step over."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_delivery WHERE subscriber LIKE 'bench%'")
        cursor.execute("VACUUM (ANALYZE) core_delivery")


def _handed_over(seconds: float) -> tuple[float, float]:
    """Deliveries per second, and microseconds of this process for each."""
    handled = 0
    start, worked = time.perf_counter(), time.process_time()
    while time.perf_counter() - start < seconds and not (batch := outbox.run_batch(timezone.now())).idle:
        handled += batch.handled
    return round(handled / (time.perf_counter() - start), 1), round((time.process_time() - worked) / handled * 1e6, 1)


def _reference(seconds: float) -> float:
    parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    done = 0
    with psycopg.connect(**parameters) as wire:
        wire.prepare_threshold = 0
        start = time.perf_counter()
        while time.perf_counter() - start < seconds:
            with wire.transaction():
                found = [row[0] for row in wire.execute(_TAKE, [timezone.now()])]
                for _each in found:
                    with wire.transaction():
                        pass
                wire.execute("DELETE FROM core_delivery WHERE id = ANY(%s)", [found])
            done += len(found)
            if not found:
                break
        return round(done / (time.perf_counter() - start), 1)


def _heard() -> Times:
    """How long after a commit a waiting worker calls the handler."""
    context = multiprocessing.get_context("fork")
    at = context.Array("d", SIGNALS + 1)
    connection.close()
    worker = context.Process(target=_wait_for, args=(at,))
    worker.start()
    times = Times()
    begun = time.perf_counter()
    try:
        for number in range(SIGNALS + 1):
            _signal(number)
            sent = time.monotonic()
            while not at[number]:
                if time.monotonic() - sent > 10:
                    times.wrong.append("nobody heard for ten seconds")
                    return times
                time.sleep(0.001)
            if number:  # the first one waited for the worker to start
                times.each.append(max(at[number] - sent, 0.0))
            time.sleep(0.02)
    finally:
        times.seconds = time.perf_counter() - begun
        worker.terminate()
        worker.join(10)
        _clear()
    return times


def _signal(number: int) -> None:
    payload = {"number": number}
    told = schedule(f"{_NAME}.none", county=_COUNTY, subject="bench:0", due_at=timezone.now(), payload=payload)
    told.subscriber = f"{_NAME}_heard"
    told.save(force_insert=True)
    waker.poke()


def _wait_for(at: Any) -> None:
    @subscribe(name=f"{_NAME}_heard")
    def hear(notice: Notice, now: object) -> None:
        at[notice.payload["number"]] = time.monotonic()

    Worker().run()
