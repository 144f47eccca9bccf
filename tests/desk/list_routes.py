"""The routes of the desk's lists, ready to be tried: what each is asked, and whom it lets in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from onedoor.cases.models import Case
from onedoor.work.actions import batching, saving_views
from onedoor.work.models import Batch
from tests.cases.histories import POSTS
from tests.small_county import MONDAY, actors

Call = Callable[[Client, Case], HttpResponse]
OPENING = {
    "guide", "dispatch", "review", "visit", "leader", "supervise", "approve", "deputy", "appeal", "housing",
    "town-chengguan",
}  # fmt: skip
"""Who may open a case that lies with housing, with the town of 城关 to help."""


def _get(address: str) -> Call:
    return lambda client, case: client.get(f"/desk/{address.format(ref=case.ref)}")  # type: ignore[return-value]


def _post(address: str, **told: object) -> Call:
    return lambda client, case: client.post(f"/desk/{address.format(ref=case.ref)}", told)  # type: ignore[return-value]


def _chosen(case: Case) -> Batch:
    """The dispatcher's own batch."""
    chosen = batching.as_they_are(case.county, [case.subject])
    return batching.prepare("reassign", chosen, most=9, by=actors()["dispatch"], at=MONDAY)


def _batch(client: Client, case: Case) -> HttpResponse:
    return client.get(f"/desk/bulk/{_chosen(case).pk}")  # type: ignore[return-value]


def _stop(client: Client, case: Case) -> HttpResponse:
    return client.post(f"/desk/bulk/{_chosen(case).pk}/stop")  # type: ignore[return-value]


def _view(client: Client, case: Case) -> HttpResponse:
    kept = saving_views.save("inbox", name="我的", query="colour=red", by=actors()["dispatch"])
    return client.post(f"/desk/views/{kept.pk}/first")  # type: ignore[return-value]


LISTS: dict[str, tuple[Call, set[str]]] = {
    "cases": (_get("cases"), set(POSTS)),
    "peek": (_get("cases/{ref}/peek"), OPENING),
    "follow": (_post("cases/{ref}/follow"), OPENING),
    "bulk": (_get("bulk"), set(POSTS)),
    "batch": (_batch, {"dispatch"}),
    "batch-act": (_stop, {"dispatch"}),
    "views": (_get("views"), set(POSTS)),
    "view-act": (_view, {"dispatch"}),
    "look": (_post("look", shelf="inbox", density="compact"), set(POSTS)),
    "export": (_get("export"), set(POSTS)),
    "exports": (_get("exports"), {"privacy", "admin"}),
}

OWN = {"cases", "bulk", "batch", "batch-act", "views", "view-act", "look", "export"}
"""What belongs to whoever signed in, with a post or without: none of it shows a case they may not see."""
