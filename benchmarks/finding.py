"""Search the words of all cases, the 20 best, beside a plain substring scan of the same texts."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import rjieba
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.measuring import Goal, timed
from onedoor.cases.models import Report
from onedoor.cases.searching import search
from onedoor.organisation.models import Member
from onedoor.organisation.queries import actor

WHAT = "中文检索前20条 / Chinese full-text search, 20 best"
WORDS = 120
COMMON = ("小区", "电梯", "物业", "漏水", "工资", "噪声", "停车", "村里", "没有", "垃圾")


def run(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """Words of two to four characters that stand in the store, common ones among them, asked for by a dispatcher."""
    who = actor(Member.objects.get(login="dispatch-a"), on=timezone.localdate())
    words = _words()
    now = timezone.now()
    counted = []
    for word in words[:20]:
        with CaptureQueriesContext(connection) as captured:
            search(who, word, at=now)
        counted.append(len(captured.captured_queries))
    say(f"{len(words)} words")
    ours = timed(lambda number: search(who, words[number % len(words)], at=now), seconds=seconds, least=2 * len(words))
    say("the reference: a substring scan")
    scan = timed(lambda number: _scan(words[number % len(words)]), seconds=min(seconds, 5), least=20)
    return {
        "what": WHAT,
        "queries": max(counted),
        "one": ours.figures(),
        "reference": {"what": "LIKE '%word%' over the same texts, the 20 latest", **scan.figures()},
        "ratio": round(ours.percentile(0.95) / scan.percentile(0.95), 4),
        "goals": [
            Goal("queries", max(counted), most=4).told(),
            Goal("one client, p95 ms", ours.percentile(0.95), most=60).told(),
        ],
    }


def _words() -> list[str]:
    """Words drawn from reports all over the history, always the same ones for the same store; and common ones."""
    draw = Random(7)
    ids = list(Report.objects.order_by("id").values_list("id", flat=True)[:: max(1, Report.objects.count() // 400)])
    some = Report.objects.filter(id__in=draw.sample(ids, min(len(ids), 300))).order_by("id")
    texts = list(some.values_list("text", flat=True))
    found = dict.fromkeys(COMMON)
    for text in texts:
        parts = [part for part in rjieba.cut(text) if 2 <= len(part) <= 4 and part.isalnum()]
        if parts:
            found[draw.choice(parts)] = None
        if len(found) >= WORDS:
            break
    return list(found)


def _scan(word: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cases_report WHERE text LIKE %s ORDER BY received_at DESC LIMIT 20", [f"%{word}%"]
        )
        return list(cursor.fetchall())
