"""The pages of the hall: numbers, windows, talks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from onedoor.config.screens.page import Page, Scene
from onedoor.config.screens.scenes import Find, about_case, busiest, desk, resident, staff
from onedoor.hall import queries, rights
from onedoor.hall.models import Talk
from onedoor.hall.talks import listed
from onedoor.organisation.duties import Duty
from onedoor.organisation.queries import directory, home_county


def at_a_window(*, seated: bool, called: bool = False) -> Find:
    """The page of somebody's window, after they sat down at it and called the next number."""

    def find() -> Scene | None:
        path, now = reverse("desk:hall-window"), timezone.now()
        for login, actor in staff():
            if windows := rights.windows_for(actor, at=now):
                sitting: tuple[tuple[str, Mapping[str, Any]], ...] = ((path, {"window": windows[0].code}),)
                calling: tuple[tuple[str, Mapping[str, Any]], ...] = ((reverse("desk:hall-next"), {}),)
                return Scene(path, login, before=(sitting if seated else ()) + (calling if called else ()))
        return None

    return find


def of_the_hall(route: str, *, number: bool = False) -> Find:
    """A page for whoever stands in the hall; with ``number``, of a number drawn today."""

    def find() -> Scene | None:
        county = home_county()
        centre = directory(county).centre.code
        drawn = queries.today(county, at=timezone.now()).order_by("id").last() if number else None
        if number and drawn is None:
            return None
        return Scene(reverse(route, args=[centre, drawn.label] if drawn else [centre]))

    return find


def talk(state: str) -> Find:
    """A talk in this state, before somebody of the centre who may see it."""

    def find() -> Scene | None:
        for login, actor in staff():
            if rights.guides(actor):
                for one in Talk.objects.filter(county=home_county(), state=state).order_by("-id")[:5]:
                    if one in listed(actor, at=timezone.now()):
                        return Scene(reverse("desk:talk", args=[one.id]), login)
        return None

    return find


def desk_of_guides(path: str) -> Find:
    """A page of the desk, for somebody of the centre who registers."""

    def find() -> Scene | None:
        found = next((login for login, actor in staff() if rights.guides(actor)), "")
        return Scene(path, found) if found else None

    return find


def without_seat() -> Scene | None:
    """The window's page before anybody has sat down."""
    found = busiest(Duty.HANDLE)
    return Scene(reverse("desk:hall-window"), found[0]) if found else None


HALL = (
    Page("citizen-hall-take", "citizen:take-number", of_the_hall("citizen:take-number"), elder=True),
    Page("citizen-hall-number", "citizen:number", of_the_hall("citizen:number", number=True), elder=True),
    Page("citizen-hall-board", "citizen:board", of_the_hall("citizen:board"), dark=True),
    Page("desk-hall", "desk:hall", desk_of_guides("/desk/hall"), dark=True),
    Page("desk-hall-wrong", "desk:hall", desk("/desk/hall/tickets", Duty.REGISTER, sends={})),
    Page("desk-hall-window-choose", "desk:hall-window", at_a_window(seated=False)),
    Page("desk-hall-window-none", "desk:hall-window", without_seat),
    Page("desk-hall-window", "desk:hall-window", at_a_window(seated=True)),
    Page("desk-hall-window-called", "desk:hall-window", at_a_window(seated=True, called=True)),
    Page("desk-talks", "desk:talks", desk_of_guides("/desk/hall/talks")),
    Page("desk-talk", "desk:talk", talk("arranged")),
    Page("desk-talk-new", "desk:new-talk", desk_of_guides("/desk/hall/talks/new")),
    Page(
        "desk-talk-arrange",
        "desk:new-talk",
        about_case("/desk/hall/talks/new?arrange=1&case={ref}", Duty.DISPATCH, "handling"),
    ),
    Page("desk-talk-missing", "desk:talk", desk("/desk/hall/talks/1", Duty.REGISTER)),
    Page("citizen-hall-nowhere", "citizen:board", resident("/hall/none/board")),
)
