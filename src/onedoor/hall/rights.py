"""Who may do what in the hall: the centre's desks, the windows of the units that sit there, and the units invited."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.hall import queries
from onedoor.hall.models import Ticket, Window
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.queries import directory

_RECEIVING = (Duty.REGISTER, Duty.TRIAGE, Duty.DISPATCH, Duty.LEAD)


def guides(by: Actor) -> bool:
    """Whether somebody works the guidance desk: registers for the whole county at its centre."""
    return by.may(Duty.REGISTER, area=directory(by.county).centre.area)


def serves(by: Actor, window: Window) -> bool:
    """Whether somebody may sit at a window: of the unit whose window it is, or of the guidance desk."""
    unit = directory(by.county).by_id.get(window.unit_id)
    return guides(by) or (unit is not None and by.may(Duty.HANDLE, area=unit.area, unit=unit.id))


def windows_for(by: Actor, *, at: datetime) -> list[Window]:
    """The windows at which somebody may sit that day: theirs, or all of them for the guidance desk."""
    return [one for one in queries.hall(by.county).windows_on(queries.day_of(at)) if serves(by, one)]


def works_here(by: Actor, *, at: datetime) -> bool:
    """Whether the hall is a place of somebody's."""
    return guides(by) or bool(windows_for(by, at=at))


def must_guide(by: Actor) -> None:
    """Raises Refused unless somebody works the guidance desk."""
    if not guides(by):
        raise Refused(_("这一步由引导台来办。请转给受理登记岗。"))


def must_serve(by: Actor, window: Window | None) -> None:
    """Raises Refused unless somebody may sit at this window; about a number at no window only the desk may."""
    if not (guides(by) if window is None else serves(by, window)):
        raise Refused(_("这个号不在您的窗口。请由叫它的窗口或者引导台来办。"))


def must_act_on(by: Actor, ticket: Ticket) -> None:
    """Raises Refused unless the number stands at somebody's window, or they work the guidance desk."""
    must_serve(by, ticket.window)


def must_receive(by: Actor, case: Case | None) -> None:
    """Raises Refused unless somebody may arrange or hold a talk: for the centre or, about a case that is not secret,
    for the unit that handles it. Who handles a secret case does not meet who brought it."""
    if case is None:
        area = directory(by.county).centre.area
        if not any(by.may(duty, area=area) for duty in (Duty.REGISTER, Duty.LEAD)):
            raise Refused(_("接谈由中心的窗口来记。请转给受理登记岗。"))
        return
    case.must(by, *_RECEIVING, handler=not case.secret)
