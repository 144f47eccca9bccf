"""Find anything from the one field of the desk: a case by its reference and an order by its number at once; else a page
of what a phone, its tail or words lead to; and, while they are typed, the five best."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onedoor.cases.searching import search
from onedoor.core.refs import parse_ref
from onedoor.desk.frame import frame
from onedoor.desk.hits import LONGEST, MOST, Asked, Narrowed
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.work.queries import orders

OFFERED = 5


@guarded()
@require_GET
def find(request: ActorRequest) -> HttpResponse:
    """``after`` and ``passed`` lead from page to page; whatever else they say begins at the top."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    if ref := parse_ref(words):
        is_order = orders(request.actor).filter(number=ref).exists()
        return redirect("desk:order", number=ref) if is_order else redirect("desk:case", ref=ref)
    passed = request.GET.get("passed", "")
    asked = Asked(
        request.actor, words, timezone.now(), Narrowed.of(request.GET),
        after=request.GET.get("after", ""),
        passed=int(passed) if passed.isdecimal() and 0 < len(passed) < 4 and int(passed) < MOST else 0,
    )  # fmt: skip
    return render(request, "desk/find.html", frame(request) | {"asked": words, "found": asked})


@guarded()
@require_GET
def offered(request: ActorRequest) -> HttpResponse:
    """What is offered beneath the field while somebody types. No phone is looked up before it was sent: a tail that
    stands in the middle of a number is nobody's question."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    asked = Asked(request.actor, words, timezone.now())
    ref = parse_ref(words)
    hits = [] if ref or len(words) < 2 else search(request.actor, words, at=asked.at, most=OFFERED).hits
    context = {"asked": words, "ref": ref, "hits": hits, "by_tail": asked.by_tail, "now": asked.at}
    return render(request, "desk/find_offered.html", context)
