"""My window (窗口): the number that stands there, the next one, and what can be done for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onedoor.core.refusal import Refused
from onedoor.desk.forms.hall import FinishForm
from onedoor.desk.frame import frame
from onedoor.desk.hall_seat import sit_down, stand_up, window_of
from onedoor.hall import queries, rights
from onedoor.hall.actions import calling
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded

_NEXT_SHOWN = 8


@guarded(Duty.REGISTER, Duty.HANDLE)
@require_http_methods(["GET", "POST"])
def window(request: ActorRequest) -> HttpResponse:
    """Choose where one sits today; then the number at the window and those that come next."""
    now = timezone.now()
    if request.method == "POST":
        try:
            if code := request.POST.get("window", ""):
                sit_down(request, code, at=now)
            else:
                stand_up(request)
        except Refused as refusal:
            return page(request, said=str(refusal))
        return redirect("desk:hall-window")
    return page(request)


@guarded(Duty.REGISTER, Duty.HANDLE)
@require_POST
def call_next(request: ActorRequest) -> HttpResponse:
    """Call the next number to the window one sits at."""
    now = timezone.now()
    mine = window_of(request, at=now)
    try:
        if mine is None:
            raise Refused(_("请先选今天坐哪个窗口。"))
        calling.call_next(mine.code, by=request.actor, at=now)
    except Refused as refusal:
        return page(request, said=str(refusal))
    return redirect("desk:hall-window")


def page(request: ActorRequest, *, said: str = "") -> HttpResponse:
    """My window; ``said`` is why the last step was not taken."""
    context = frame(request, here="hall") | _shown(request) | {"said": said}
    return render(request, "desk/hall_window.html", context, status=422 if said else 200)


def _shown(request: ActorRequest) -> dict[str, Any]:
    now, county = timezone.now(), request.actor.county
    mine = window_of(request, at=now)
    if mine is None:
        open_here = {one.id for one in queries.open_windows(county, at=now)}
        places = [(one, one.id in open_here) for one in rights.windows_for(request.actor, at=now)]
        return {"window": None, "places": places, "at_the_centre": rights.guides(request.actor), "now": now}
    ticket = queries.at_window(mine, at=now)
    waiting = list(queries.waiting_for(mine, at=now)[: _NEXT_SHOWN + 1])
    lines = queries.hall(county).lines_on(queries.day_of(now))
    return {
        "window": mine,
        "served": [line for line in lines if line.code in mine.lines],
        "ticket": ticket,
        "form": FinishForm(registered=ticket.case_id is not None) if ticket else None,
        "waiting": waiting[:_NEXT_SHOWN],
        "more": len(waiting) > _NEXT_SHOWN,
        "others": [line for line in lines if ticket and line.id != ticket.queue_id],
        "at_the_centre": rights.guides(request.actor),
        "may_arrange": request.actor.has(Duty.REGISTER),
        "now": now,
    }
