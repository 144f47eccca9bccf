"""The hall for whoever comes: take a number at the kiosk or by phone, see how many wait, read the board."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onedoor.citizen.frame import frame, page
from onedoor.core.refusal import Refused
from onedoor.geography.qr import svg
from onedoor.hall import queries
from onedoor.hall.actions import ticketing
from onedoor.hall.flow import TicketState
from onedoor.hall.models import Ticket
from onedoor.organisation.actor import Actor
from onedoor.organisation.guards import public
from onedoor.organisation.queries import directory, home_county

MOST, WITHIN = 30, 60
"""So many numbers in so many seconds are drawn without the desk: no hall has more, and no script fills a queue."""

_SHOWN = 7


@public("whoever comes to the hall takes a number, and no name is asked")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page
def take_number(request: HttpRequest, centre: str) -> HttpResponse:
    context, county = _of(request, centre), home_county()
    context["refusal"] = ""
    if request.method == "POST":
        try:
            _not_too_many(county)
            ticket = ticketing.issue(
                request.POST.get("line", ""), first=bool(request.POST.get("first")), by=Actor.resident(county),
                at=context["now"],
            )  # fmt: skip
            return redirect("citizen:number", centre=centre, number=ticket.label)
        except Refused as refusal:
            context["refusal"] = str(refusal)
    day = queries.day(county, at=context["now"])
    context["lanes"] = [(lane.line, len(lane.waiting)) for lane in day.lanes]
    context["first"] = bool(request.POST.get("first"))
    return render(request, "citizen/hall_take.html", context, status=422 if context["refusal"] else 200)


@public("a number of today is called out loud and stands on the board; it tells nothing else")
@never_cache
@require_safe
@page
def number(request: HttpRequest, centre: str, number: str) -> HttpResponse:
    """How a number of today stands: how many are before it, or to which window it is called."""
    context = _of(request, centre)
    ticket = _drawn(number, context)
    context |= {
        "ticket": ticket,
        "ahead": queries.ahead_of(ticket),
        "waits": ticket.state == TicketState.WAITING,
        "called": ticket.state in (TicketState.CALLED, TicketState.SERVING),
        "missed": ticket.state == TicketState.ABSENT,
    }
    return render(request, "citizen/hall_number.html", context)


@public("the board hangs in the hall: numbers and windows, nobody's name")
@never_cache
@require_safe
@page
def board(request: HttpRequest, centre: str) -> HttpResponse:
    """The numbers called last and where to, and how many wait: refreshed by the browser itself."""
    context, county = _of(request, centre), home_county()
    day = queries.day(county, at=context["now"])
    address = f"{settings.ONEDOOR_BASE_URL}{reverse('citizen:take-number', args=[centre])}"
    context |= {
        "called": day.called[:_SHOWN],
        "lanes": [(lane.line, len(lane.waiting)) for lane in day.lanes],
        "qr": mark_safe(svg(address)),
    }
    return render(request, "citizen/hall_board.html", context)


def _of(request: HttpRequest, centre: str) -> dict[str, Any]:
    """The context of the hall of this centre. Raises Http404 for another unit."""
    context = frame(request)
    if directory(home_county()).centre.code != centre:
        raise Http404
    return context | {"centre": centre}


def _drawn(label: str, context: dict[str, Any]) -> Ticket:
    code, digits = label[:-3].upper(), label[-3:]
    found = None
    if code and digits.isascii() and digits.isdecimal():
        drawn = queries.today(home_county(), at=context["now"])
        found = drawn.filter(line__code=code, number=int(digits)).first()
    if found is None:
        raise Http404
    return found


def _not_too_many(county: str) -> None:
    """Raises Refused when numbers are drawn faster than people can walk in."""
    counter = f"hall.drawn:{county}"
    cache.add(counter, 0, WITHIN)
    try:
        drawn = cache.incr(counter)
    except ValueError:  # it ran out between the two calls
        return
    if drawn > MOST:
        raise Refused(_("取号的人太多。请等一分钟再取，或者到引导台取号。"))
