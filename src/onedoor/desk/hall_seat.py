"""At which window somebody sits today: kept with their session, and over with the day."""

from __future__ import annotations

from datetime import datetime

from onedoor.cases.models import Case
from onedoor.cases.models.report import Channel
from onedoor.core.refusal import Refused
from onedoor.hall import queries, rights
from onedoor.hall.actions import ticketing
from onedoor.hall.models import Window
from onedoor.organisation.guards import ActorRequest

_KEY = "hall_window"


def sit_down(request: ActorRequest, code: str, *, at: datetime) -> Window:
    """Take a seat at a window for today. Raises Refused where the actor may not sit."""
    window = queries.window_called(request.actor.county, code, at=at)
    rights.must_serve(request.actor, window)
    request.session[_KEY] = f"{queries.day_of(at)}:{window.code}"
    return window


def stand_up(request: ActorRequest) -> None:
    """Leave the window."""
    request.session.pop(_KEY, None)


def window_of(request: ActorRequest, *, at: datetime) -> Window | None:
    """Where the actor sits today; None for nowhere, or where they may not sit any more."""
    day, _colon, code = str(request.session.get(_KEY, "")).partition(":")
    if day != str(queries.day_of(at)):
        return None
    windows = queries.hall(request.actor.county).windows_on(queries.day_of(at))
    return next((one for one in windows if one.code == code and rights.serves(request.actor, one)), None)


def registered(request: ActorRequest, case: Case, *, at: datetime) -> str:
    """Something was registered for whoever stands at the actor's window: the number points to it now. Gives the
    number; empty where nobody stands there, where they came with something before, or for another channel."""
    window = window_of(request, at=at)
    ticket = queries.at_window(window, at=at) if window and case.channel == Channel.WINDOW else None
    if ticket is None or ticket.case_id is not None:
        return ""
    try:
        return ticketing.link(ticket.id, ref=case.ref, by=request.actor, at=at).label
    except Refused:  # another window took the number meanwhile
        return ""
