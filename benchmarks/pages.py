"""Pages the desk lives by, over HTTP, beside bare psycopg sending the very statements of each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import psycopg
from django.db import connection
from django.urls import reverse

from benchmarks import serving
from benchmarks.measuring import Goal, Times, timed
from onedoor.cases.flow import ENDED
from onedoor.cases.models import Case
from onedoor.core.connections import whereabouts

DISPATCHER = "dispatch-a"
WORKERS = 2
CASES = 200
"""So many different cases are opened in turn."""


def inbox(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """The inbox of whoever dispatches: the first fifty of all that is owed."""
    return _measured([reverse("desk:inbox")], seconds=seconds, say=say) | {"what": "待办列表50行 / inbox of 50"}


def cases(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """A filtered list: the latest fifty open demands of one town."""
    town = Case.objects.order_by("-registered_at").values_list("area", flat=True)[0][:9]
    path = f"{reverse('desk:cases')}?area={town}000&state=dispatched"
    return _measured([path], seconds=seconds, say=say) | {"what": "筛选列表50行 / filtered list of 50"}


def all_cases(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """The list of all cases, unfiltered, as it opens."""
    return _measured([reverse("desk:cases")], seconds=seconds, say=say) | {"what": "全部事项列表50行 / list of all, 50"}


def case_page(*, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """Pages of cases: half of them open, half ended, all with their whole road behind them."""
    known = Case.objects.filter(confidential=False, origin="live").exclude(nature="inform").order_by("-registered_at")
    ended = list(known.filter(state__in=ENDED).values_list("ref", flat=True)[: CASES // 2])
    going = list(known.exclude(state__in=ENDED).values_list("ref", flat=True)[: CASES // 2])
    paths = [reverse("desk:case", args=[ref]) for pair in zip(ended, going, strict=False) for ref in pair]
    goals = {"queries": 12, "p95": 40, "per_second": 60}
    return _measured(paths, seconds=seconds, say=say, **goals) | {"what": "事项页 / case page"}


def _measured(
    paths: Sequence[str], *, seconds: float, say: Callable[[str], None],
    queries: int = 6, p95: float = 20, per_second: float = 120,
) -> dict[str, Any]:  # fmt: skip
    own = serving.client(DISPATCHER)
    most = max((serving.queries(partial(own.get, path)) for path in paths[:10]), key=len)
    postgresql = connection.vendor == "postgresql"
    with serving.server(workers=WORKERS if postgresql else 1) as served:
        who = serving.browser(DISPATCHER)
        asked = [serving.get(path, who, served.port) for path in paths]
        asks = [partial(_turn, asked, first) for first in range(serving.CLIENTS)]
        serving.drive(served.port, asks, seconds=min(seconds, 2))
        say("one client")
        one = serving.drive(served.port, asks[:1], seconds=seconds)
        say(f"{serving.CLIENTS} clients")
        many = serving.drive(served.port, asks, seconds=seconds)
        memory = served.peak_mb
    result: dict[str, Any] = {
        "queries": len(most),
        "one": one.figures(),
        "many": many.figures() | {"clients": serving.CLIENTS},
        "memory_mb": memory,
        "problems": (one.wrong + many.wrong)[:3],
        "goals": [
            Goal("queries", len(most), most=queries).told(),
            Goal("one client, p95 ms", one.percentile(0.95), most=p95).told(),
            Goal("8 clients, per second", many.per_second, least=per_second).told(),
        ],
    }
    if postgresql:
        say("the reference: the same statements by bare psycopg")
        bare = _bare(most, seconds=min(seconds, 3))
        result["reference"] = {"what": "the page's own statements by bare psycopg", **bare.figures()}
        result["ratio"] = round(one.percentile(0.5) / bare.percentile(0.5), 2)
    return result


def _turn(asked: Sequence[bytes], first: int, number: int) -> bytes:
    """Each client goes through all the pages, and no two ask for the same one at the same time."""
    return asked[(number * serving.CLIENTS + first) % len(asked)]


def _bare(statements: Sequence[str], *, seconds: float) -> Times:
    """The statements of one page, one after the other, as text, on one connection."""
    reads = [statement for statement in statements if statement.lstrip().upper().startswith(("SELECT", "WITH"))]
    with psycopg.connect(**whereabouts(), autocommit=True) as wire:

        def page(_number: int) -> None:
            for statement in reads:
                wire.execute(statement.encode()).fetchall()

        return timed(page, seconds=seconds)
