"""Take in a file of ten thousand rows, beside bare psycopg writing the very same rows by COPY.

The file is invented, and of the length that real messages have; it comes in as history and as live reports, through
everything the command does: read, judged, hashed, located, recorded, written. The reference is given values that are
prepared and does nothing but write them by COPY, on one connection, in transactions of the same size (on SQLite, which
has no COPY, as the product writes them). What a row says is drawn from parts, so that a text of its own stands in each.
"""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction
from django.utils import timezone

from benchmarks.measuring import Goal
from onedoor.cases.actions import registering
from onedoor.cases.actions.intake import Intake, free_refs
from onedoor.cases.actions.registering import Incoming
from onedoor.core.writing import insert_together
from onedoor.exchange.feed import Feed
from onedoor.exchange.ingesting import Ingest, Tally
from onedoor.exchange.pouring import Pouring
from onedoor.exchange.rejects import RejectFile
from onedoor.exchange.taking import AsHistory, AsLive, Taker
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import home_county

WHAT = "批量导入 / bulk import"
ROWS = 10_000
PROCESSES = 2
BATCH = 250
_HEADER = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数")
_PLACES = ("翠湖花园3幢", "学院社区北门", "石桥镇菜市场", "溪口村小学旁", "城关街道文化路", "上埠村水渠边")
_THINGS = (
    "电梯停在五楼和六楼中间",
    "路灯坏了好几盏",
    "下水道一下雨就往外冒",
    "夜里施工吵得睡不着",
    "垃圾几天没有人收运",
)
_ASKS = ("请派人来看一看。", "打过几次电话都没有人来。", "家里有老人，上下楼很不方便。", "什么时候能修好，请给个答复。")
_LENGTH = 393  # characters of a real message, in the mean


def run(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """The row "bulk import" of the budget."""
    county = home_county()
    rates: dict[str, float] = {}
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for manner in ("history", "live"):
            say(f"{ROWS:,} rows as {manner}")
            path = Path(folder) / f"{manner}.csv"
            _write(path, ROWS)
            start = time.perf_counter()
            tally = _taken(path, manner, county)
            rates[manner] = round(ROWS / (time.perf_counter() - start), 1)
            if tally.accepted != ROWS:
                problems.append(f"{manner}: {tally}")
    say("the reference: the same rows, prepared, by COPY")
    reference = _reference(county, min(ROWS, int(seconds * 500)))
    return {
        "what": WHAT,
        "rows_per_second": min(rates.values()),
        "history_per_second": rates["history"],
        "live_per_second": rates["live"],
        "processes": PROCESSES if connection.vendor == "postgresql" else 1,
        "problems": problems,
        "reference": {"what": "bare psycopg: COPY of the same live rows, in batches of 250", "per_second": reference},
        "ratio": round(rates["live"] / reference, 3),
        "goals": [
            Goal("history, rows per second", rates["history"], least=3000).told(),
            Goal("live, rows per second", rates["live"], least=3000).told(),
        ],
    }


def _taken(path: Path, manner: str, county: str) -> Tally:
    """Take the file in by a feed of its own: under another's, what came before would be a repeat."""
    feed = Feed.load("messages").model_copy(update={"name": f"bench-{uuid4().hex[:8]}"})
    at = timezone.now()

    def taker(county: str) -> Taker:
        return AsHistory(feed, county) if manner == "history" else AsLive(feed, county, at)

    with RejectFile(path.with_suffix(".rejects")) as rejects:
        if connection.vendor != "postgresql":
            return Ingest(feed, county, taker, rejects).run(path, at=at)
        return Pouring(feed, county, taker, rejects, processes=PROCESSES).run(path, at=at)


def _write(path: Path, count: int) -> None:
    dice = random.Random(count)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEADER)
        for number in range(count):
            text, thing = "", dice.choice(_THINGS)
            while len(text) < _LENGTH:
                text += f"{dice.choice(_PLACES)}{thing}，已经{dice.randint(2, 90)}天了。{dice.choice(_ASKS)}"
            day = f"2026/{dice.randint(1, 6)}/{dice.randint(1, 28)} {dice.randint(8, 17)}:{dice.randint(10, 59)}:05"
            rows.writerow([number, f"U{dice.randint(1, 999_999)}", thing, day, text[:_LENGTH], "0", "0"])


def _reference(county: str, count: int) -> float:
    """Rows per second that the store alone takes: everything is made before the clock starts."""
    at, by = timezone.now(), Actor.feed(county, "bench")
    intake, refs = Intake(county, at), iter(free_refs(county, [at] * count))
    batches: list[Sequence[models.Model]] = []
    for start in range(0, count, BATCH):
        rows: list[models.Model] = []
        for number in range(start, min(start + BATCH, count)):
            text = f"{_PLACES[number % len(_PLACES)]}{_THINGS[number % len(_THINGS)]}。{_ASKS[number % len(_ASKS)]}" * 9
            told = Incoming(channel="board", title="路灯", text=text[:_LENGTH], name="U1", feed="bench", source_id="")
            rows += registering.rows_of(told, county=county, by=by, at=at, drawn=next(refs), intake=intake)[2]
        batches.append(rows)
    start_at = time.perf_counter()
    for prepared in batches:
        with transaction.atomic():
            insert_together(prepared)
    return round(count / (time.perf_counter() - start_at), 1)
