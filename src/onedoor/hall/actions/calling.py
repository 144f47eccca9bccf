"""Call numbers to windows (叫号), and what becomes of a number until its end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.hall import queries, rights
from onedoor.hall.flow import OVER, TicketState
from onedoor.hall.models import Ticket, Window
from onedoor.hall.models.ticket import Outcome
from onedoor.organisation.actor import Actor


@transaction.atomic
def call_next(window: str, *, by: Actor, at: datetime) -> Ticket:
    """Call whoever is next in the lines of this window (``queries.IN_ORDER``).

    Two windows that call at once call two numbers. Raises Refused while a number stands at the window, and when nobody
    waits.
    """
    found = queries.window_called(by.county, window, at=at)
    rights.must_serve(by, found)
    Window.objects.select_for_update().get(county=by.county, pk=found.pk)  # one at a time calls to a window
    if standing := queries.at_window(found, at=at):
        raise Refused(_("%(number)s还在这个窗口。请先办完，或者按“没有来”。") % {"number": standing.label})
    ticket = queries.waiting_for(found, at=at).select_for_update(of=("self",), skip_locked=True).first()
    if ticket is None:
        raise Refused(_("这个窗口的业务现在没有人等。"))
    ticket.move("call")
    ticket.window, ticket.called_at, ticket.calls = found, at, ticket.calls + 1
    ticket.save(update_fields=["state", "window", "called_at", "calls"])
    return ticket


@transaction.atomic
def recall(ticket: int, *, by: Actor, at: datetime) -> Ticket:
    """Call a number once more. Raises Refused unless it was called and has not come."""
    found = _taken(ticket, "recall", by=by)
    found.calls += 1
    found.save(update_fields=["state", "calls"])
    return found


@transaction.atomic
def serve(ticket: int, *, by: Actor, at: datetime) -> Ticket:
    """Whoever has the number has come to the window. Raises Refused unless it was called."""
    found = _taken(ticket, "serve", by=by)
    found.served_at = at
    found.save(update_fields=["state", "served_at"])
    return found


@transaction.atomic
def miss(ticket: int, *, by: Actor, at: datetime) -> Ticket:
    """Nobody came (过号): the window is free, and the desk may put the number back. Raises Refused."""
    found = _taken(ticket, "miss", by=by)
    found.window = None
    found.save(update_fields=["state", "window"])
    return found


@transaction.atomic
def requeue(ticket: int, *, by: Actor, at: datetime) -> Ticket:
    """Whoever missed their number waits again, at the place they had. Raises Refused."""
    found = _taken(ticket, "requeue", by=by)
    found.save(update_fields=["state"])
    return found


@transaction.atomic
def move(ticket: int, *, line: str, by: Actor, at: datetime) -> Ticket:
    """Let a number wait in another line: same number, and its place by when it was drawn.

    Raises Refused for the line it waits in already.
    """
    to = queries.line_called(by.county, line, at=at)
    found = queries.locked(by.county, ticket)
    if found.queue_id == to.id and found.state == TicketState.WAITING:
        raise Refused(_("%(number)s已经在等这类业务。请选别的类别。") % {"number": found.label}, field="line")
    rights.must_act_on(by, found)
    found.move("move")
    found.queue, found.window, found.served_at = to, None, None
    found.save(update_fields=["state", "queue", "window", "served_at"])
    return found


@transaction.atomic
def finish(ticket: int, *, outcome: str, by: Actor, at: datetime) -> Ticket:
    """The window is done with a number. Raises Refused without an outcome of the list, and for "registered" when
    nothing was."""
    found = _taken(ticket, "finish", by=by)
    if outcome not in Outcome.values:
        raise Refused(_("请选这个号办成了什么。"), field="outcome")
    if outcome == Outcome.REGISTERED and found.case_id is None:
        raise Refused(_("还没有从这个号登记来件。请先登记，或者选别的结果。"), field="outcome")
    return _ended(found, outcome, at=at)


@transaction.atomic
def leave(ticket: int, *, by: Actor, at: datetime) -> Ticket:
    """Whoever waited has gone. Raises Refused once the number is at a window."""
    return _ended(_taken(ticket, "leave", by=by), "", at=at)


def _taken(ticket: int, verb: str, *, by: Actor) -> Ticket:
    found = queries.locked(by.county, ticket)
    rights.must_act_on(by, found)
    found.move(verb)
    return found


def _ended(ticket: Ticket, outcome: str, *, at: datetime) -> Ticket:
    assert ticket.state in OVER
    ticket.outcome, ticket.ended_at = ticket.outcome or outcome, at
    ticket.save(update_fields=["state", "outcome", "ended_at"])
    return ticket
