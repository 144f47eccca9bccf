"""Reads about the hall: its lines and windows, who waits, and what a day was like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onedoor.core.clock import ZONE
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.core.revisions import Shelf, bump
from onedoor.hall.flow import AT_THE_WINDOW, TicketState
from onedoor.hall.models import ServiceLine, Ticket, Window
from onedoor.organisation.queries import directory, present

_WITH = ("line", "queue", "window", "case")
IN_ORDER = ("-first", "issued_at", "id")
"""Who is called next: those who come first before the others, among equals who came earlier. A number that was moved
to another line, or called again after it was missed, keeps its place by the moment it was drawn."""


def place(ticket: Ticket) -> tuple[bool, datetime, int]:
    """The same order for numbers in memory."""
    return not ticket.first, ticket.issued_at, ticket.id


@dataclass(frozen=True)
class Hall:
    """Lines and windows of one county in memory, those of every day."""

    lines: tuple[ServiceLine, ...]
    windows: tuple[Window, ...]

    def lines_on(self, day: date) -> list[ServiceLine]:
        return [line for line in self.lines if _in_force(line, day)]

    def windows_on(self, day: date) -> list[Window]:
        return [window for window in self.windows if _in_force(window, day)]


def _in_force(row: ServiceLine | Window, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _load(county: str) -> Hall:
    return Hall(
        tuple(ServiceLine.objects.filter(county=county).order_by("code")),
        tuple(Window.objects.filter(county=county).select_related("unit").order_by("zone", "code")),
    )


_halls: Shelf[Hall] = Shelf("hall", _load)


def hall(county: str) -> Hall:
    """Lines and windows of a county, kept in memory until they change."""
    return _halls.get(county)


def changed() -> None:
    """Say, in the transaction that changes lines or windows, that every process must read them again."""
    bump("hall")


def day_of(at: datetime) -> date:
    """The day in the hall on which a moment lies."""
    return at.astimezone(ZONE).date()


def line_called(county: str, code: str, *, at: datetime) -> ServiceLine:
    """The line of this letter that is served that day. Raises Refused when there is none."""
    for line in hall(county).lines_on(day_of(at)):
        if line.code == code:
            return line
    raise Refused(_("没有这类业务的号。请重新选择办什么事。"), field="line")


def window_called(county: str, code: str, *, at: datetime) -> Window:
    """The window of this code that is there that day. Raises Refused when there is none."""
    for window in hall(county).windows_on(day_of(at)):
        if window.code == code:
            return window
    raise Refused(_("没有这个窗口。请重新选择您今天坐的窗口。"), field="window")


def open_windows(county: str, *, at: datetime) -> list[Window]:
    """The windows at which somebody sits that day: the centre's own on working days, the others' when their unit is
    present."""
    here = {listed.unit.id for listed in present(county, on=at) if listed.here}
    if calendar(county).is_work(day_of(at)):
        here |= directory(county).centres
    return [window for window in hall(county).windows_on(day_of(at)) if window.unit_id in here]


def today(county: str, *, at: datetime) -> QuerySet[Ticket]:
    """The numbers of a day with what belongs to them."""
    return Ticket.objects.select_related(*_WITH).filter(county=county, day=day_of(at))


def locked(county: str, ticket: int) -> Ticket:
    """The number, locked until the transaction ends. Raises Refused when there is none."""
    found = Ticket.objects.select_for_update(of=("self",)).select_related(*_WITH)
    row = found.filter(county=county, pk=ticket).first()
    if row is None:
        raise Refused(_("没有这个号。请刷新页面。"))
    return row


def waiting_for(window: Window, *, at: datetime) -> QuerySet[Ticket]:
    """Who waits for a window, the next one first."""
    waiting = today(window.county, at=at).filter(state=TicketState.WAITING, queue__code__in=window.lines)
    return waiting.order_by(*IN_ORDER)


def at_window(window: Window, *, at: datetime) -> Ticket | None:
    """The number that stands at a window now."""
    return today(window.county, at=at).filter(window=window, state__in=AT_THE_WINDOW).first()


def ahead_of(ticket: Ticket) -> int:
    """How many are called before a number that waits; of its own line, whatever windows serve it."""
    rest = Ticket.objects.filter(county=ticket.county, day=ticket.day, queue=ticket.queue, state=TicketState.WAITING)
    order = list(rest.order_by(*IN_ORDER).values_list("pk", flat=True))
    return order.index(ticket.pk) if ticket.pk in order else 0


@dataclass
class Lane:
    """One line on one day: who waits for it, in order, and its figures. Waiting times in whole minutes."""

    line: ServiceLine
    waiting: list[Ticket] = field(default_factory=list)
    absent: list[Ticket] = field(default_factory=list)
    issued: int = 0
    served: int = 0
    waited: list[int] = field(default_factory=list)

    @property
    def median_wait(self) -> int | None:
        """Half of those called so far waited no longer; None while nobody was called."""
        return round(median(self.waited)) if self.waited else None

    def longest(self, now: datetime) -> int | None:
        """How long the one who has waited longest waits by now."""
        return max((_minutes(now - ticket.issued_at) for ticket in self.waiting), default=None)


@dataclass(frozen=True)
class Day:
    """The hall on one day: its lanes by letter, and the numbers that stand at windows."""

    lanes: list[Lane]
    called: list[Ticket]

    @property
    def waiting(self) -> int:
        return sum(len(lane.waiting) for lane in self.lanes)

    @property
    def issued(self) -> int:
        return sum(lane.issued for lane in self.lanes)

    @property
    def served(self) -> int:
        return sum(lane.served for lane in self.lanes)

    @property
    def median_wait(self) -> int | None:
        """Over all lines, as ``Lane.median_wait``."""
        waited = [minutes for lane in self.lanes for minutes in lane.waited]
        return round(median(waited)) if waited else None


def day(county: str, *, at: datetime) -> Day:
    """The numbers of a day, line by line: about lines only, never about who sits at a window. One query."""
    lanes = {line.id: Lane(line) for line in hall(county).lines_on(day_of(at))}
    called: list[Ticket] = []
    for ticket in today(county, at=at).order_by(*IN_ORDER):
        if drawn := lanes.get(ticket.line_id):
            drawn.issued += 1
        if lane := lanes.get(ticket.queue_id):
            _count(lane, ticket)
        if ticket.state in AT_THE_WINDOW:
            called.append(ticket)
    called.sort(key=lambda ticket: ticket.called_at or ticket.issued_at, reverse=True)
    return Day(list(lanes.values()), called)


def _count(lane: Lane, ticket: Ticket) -> None:
    if ticket.state == TicketState.WAITING:
        lane.waiting.append(ticket)
    elif ticket.state == TicketState.ABSENT:
        lane.absent.append(ticket)
    if ticket.state == TicketState.DONE:
        lane.served += 1
    if ticket.called_at:
        lane.waited.append(_minutes(ticket.called_at - ticket.issued_at))


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
