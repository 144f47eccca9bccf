"""The guidance desk (引导台): who waits for what, a number drawn in two keys, and numbers put right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onedoor.core.refusal import Refused
from onedoor.desk.forms.hall import IssueForm
from onedoor.desk.frame import frame
from onedoor.desk.views import hall_window
from onedoor.desk.views.cases import missing
from onedoor.geography.qr import svg
from onedoor.hall import queries, rights
from onedoor.hall.actions import calling, ticketing
from onedoor.hall.models import ServiceLine, Ticket
from onedoor.hall.queries import Lane
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.queries import directory

ACTS: dict[str, Callable[..., Ticket]] = {
    "recall": calling.recall, "serve": calling.serve, "miss": calling.miss, "requeue": calling.requeue,
    "move": calling.move, "finish": calling.finish, "leave": calling.leave,
}  # fmt: skip
GIVEN = {"move": "line", "finish": "outcome"}
"""What a step needs to know."""


@guarded(Duty.REGISTER)
@require_GET
def hall(request: ActorRequest) -> HttpResponse:
    """The screen of the guidance desk."""
    if not rights.guides(request.actor):
        return not_here(request)
    return _page(request, IssueForm(lines=_lines(request)), 200)


@guarded(Duty.REGISTER)
@require_GET
def queue(request: ActorRequest) -> HttpResponse:
    """The part of the screen that changes by itself; nothing where it is as ``seen``. A screen that asks by itself is
    nobody at work: the session goes on ending when it would."""
    request.session.modified = False
    if not rights.guides(request.actor):
        return not_here(request)
    shown = _queue(request)
    if shown["mark"] == request.GET.get("seen", ""):
        return HttpResponse(status=204)
    return render(request, "desk/hall_queue.html", shown)


@guarded(Duty.REGISTER)
@require_POST
def issue(request: ActorRequest) -> HttpResponse:
    """Draw a number for somebody who stands at the desk."""
    if not rights.guides(request.actor):
        return not_here(request)
    form = IssueForm(request.POST, lines=_lines(request))
    if form.is_valid():
        try:
            ticket = ticketing.issue(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect(f"{reverse('desk:hall')}?issued={ticket.id}")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _page(request, form, 422)


@guarded(Duty.REGISTER, Duty.HANDLE)
@require_POST
def act(request: ActorRequest, ticket: int, verb: str) -> HttpResponse:
    """Take a step of a number, at the desk or at a window, and come back there."""
    at_window = request.POST.get("back") == "window"
    try:
        if verb not in ACTS:
            raise Refused(_("没有“%(verb)s”这一步。请刷新页面。") % {"verb": verb})
        given = {GIVEN[verb]: request.POST.get(GIVEN[verb], "")} if verb in GIVEN else {}
        ACTS[verb](ticket, **given, by=request.actor, at=timezone.now())
    except Refused as refusal:
        if at_window:
            return hall_window.page(request, said=str(refusal))
        if not rights.guides(request.actor):
            return not_here(request)
        return _page(request, IssueForm(lines=_lines(request)), 422, said=str(refusal))
    return redirect("desk:hall-window" if at_window else "desk:hall")


def not_here(request: ActorRequest) -> HttpResponse:
    """What whoever does not work the guidance desk is told."""
    return missing(request, Refused(_("引导台由中心的受理登记岗来坐。您的窗口在“我的窗口”里。")))


def _lines(request: ActorRequest) -> list[Any]:
    return list(queries.hall(request.actor.county).lines_on(timezone.localdate()))


def _page(request: ActorRequest, form: IssueForm, status: int, *, said: str = "") -> HttpResponse:
    now, county = timezone.now(), request.actor.county
    number = request.GET.get("issued", "")
    issued = queries.today(county, at=now).filter(pk=int(number)).first() if number.isdecimal() else None
    centre = directory(county).centre.code
    context = frame(request, here="hall") | _queue(request) | {
        "form": form,
        "issued": issued,
        "ahead": queries.ahead_of(issued) if issued else 0,
        "centre": centre,
        "said": said,
        "qr": mark_safe(svg(f"{settings.ONEDOOR_BASE_URL}{reverse('citizen:take-number', args=[centre])}")),
    }  # fmt: skip
    return render(request, "desk/hall.html", context, status=status)


@dataclass(frozen=True)
class Row:
    """One number that waits, or was called and did not come."""

    ticket: Ticket
    minutes: int
    absent: bool


@dataclass(frozen=True)
class Shown:
    """One line of business as the screen shows it; times in minutes."""

    lane: Lane
    longest: int | None

    @property
    def line(self) -> ServiceLine:
        return self.lane.line


def _rows(day: queries.Day, now: datetime) -> list[Row]:
    """Who waits over all lines in the order they are called, then who missed their number."""
    waiting = sorted((one for lane in day.lanes for one in lane.waiting), key=queries.place)
    absent = sorted((one for lane in day.lanes for one in lane.absent), key=queries.place)
    minutes = [int((now - one.issued_at).total_seconds() // 60) for one in waiting]
    rows = [Row(one, waited, absent=False) for one, waited in zip(waiting, minutes, strict=True)]
    return [*rows, *(Row(one, 0, absent=True) for one in absent)]


def _queue(request: ActorRequest) -> dict[str, Any]:
    now, county = timezone.now(), request.actor.county
    day = queries.day(county, at=now)
    rows = _rows(day, now)
    shown = {
        "day": day,
        "lanes": [Shown(lane, lane.longest(now)) for lane in day.lanes],
        "rows": rows,
        "windows": queries.open_windows(county, at=now),
        "lines": _lines(request),
        "now": now,
    }
    facts = [
        *((row.ticket.id, row.ticket.queue_id, row.minutes, row.absent) for row in rows),
        *((one.id, one.state, one.calls, one.window_id) for one in day.called),
        *((lane.issued, lane.served, lane.median_wait) for lane in day.lanes),
    ]
    return shown | {"mark": hashlib.sha256(repr(facts).encode()).hexdigest()[:16]}
