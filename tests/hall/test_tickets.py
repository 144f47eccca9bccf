"""Numbers: none twice, each in its order, and every one ends or waits, whatever people press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.core.refusal import Refused
from onedoor.hall import queries
from onedoor.hall.actions import calling, ticketing
from onedoor.hall.flow import AT_THE_WINDOW, OVER
from onedoor.hall.models import Ticket
from onedoor.hall.models.ticket import Outcome
from onedoor.organisation.actor import Actor
from tests.cases.histories import registered
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

DESK, HOUSING = "guide", "housing"


def drawn(hall: SmallCounty, line: str = "A", *, first: bool = False, after: int = 0) -> Ticket:
    return ticketing.issue(line, first=first, by=hall[DESK], at=MONDAY + MINUTE * after)


def test_each_line_counts_for_itself_and_begins_anew_every_day(hall: SmallCounty) -> None:
    numbers = [drawn(hall, line).label for line in "AAB"]
    tomorrow = ticketing.issue("A", by=hall[DESK], at=MONDAY + timedelta(days=1))
    assert [*numbers, tomorrow.label] == ["A001", "A002", "B001", "A001"]


def test_who_draws_the_same_number_at_once_gets_the_next(hall: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(hall)
    read = ticketing._next
    stale = iter([1])  # the other one's number was not there yet when this one looked
    monkeypatch.setattr(ticketing, "_next", lambda ticket: next(stale, None) or read(ticket))
    assert drawn(hall).label == "A002"


def test_those_who_come_first_are_called_before_the_others_and_among_equals_who_came_earlier(hall: SmallCounty) -> None:
    ordinary, later, first = drawn(hall), drawn(hall, "B", after=1), drawn(hall, "B", first=True, after=2)
    called = []
    for minute in (3, 4, 5):
        ticket = calling.call_next("w1", by=hall[DESK], at=MONDAY + MINUTE * minute)
        calling.finish(ticket.id, outcome=Outcome.ANSWERED, by=hall[DESK], at=MONDAY + MINUTE * minute)
        called.append(ticket)
    assert called == [first, ordinary, later]
    with pytest.raises(Refused, match="没有人等"):
        calling.call_next("w1", by=hall[DESK], at=MONDAY + MINUTE * 6)


def test_a_window_calls_its_own_lines_and_one_number_at_a_time(hall: SmallCounty) -> None:
    drawn(hall, "A")
    theirs = drawn(hall, "B", after=1)
    assert calling.call_next("w2", by=hall[HOUSING], at=MONDAY + MINUTE) == theirs
    drawn(hall, "B", after=2)
    with pytest.raises(Refused, match="B001还在这个窗口"):
        calling.call_next("w2", by=hall[HOUSING], at=MONDAY + MINUTE * 3)


def test_a_number_that_was_moved_or_missed_keeps_its_place(hall: SmallCounty) -> None:
    early, late = drawn(hall, "A"), drawn(hall, "B", after=1)
    missed = calling.call_next("w1", by=hall[DESK], at=MONDAY + MINUTE * 2)
    calling.miss(missed.id, by=hall[DESK], at=MONDAY + MINUTE * 3)
    calling.requeue(missed.id, by=hall[DESK], at=MONDAY + MINUTE * 4)
    calling.move(early.id, line="B", by=hall[DESK], at=MONDAY + MINUTE * 5)
    assert list(queries.waiting_for(queries.window_called(COUNTY, "w2", at=MONDAY), at=MONDAY)) == [early, late]
    assert Ticket.objects.select_related("line").get(pk=early.pk).label == "A001"


def test_a_window_of_a_unit_touches_no_number_of_another(hall: SmallCounty) -> None:
    ticket = drawn(hall)
    calling.call_next("w1", by=hall[DESK], at=MONDAY)
    for act in (calling.recall, calling.serve, calling.miss):
        with pytest.raises(Refused, match="不在您的窗口"):
            act(ticket.id, by=hall[HOUSING], at=MONDAY)


def test_what_was_registered_from_a_number_stands_on_it(hall: SmallCounty) -> None:
    ticket = drawn(hall)
    calling.call_next("w1", by=hall[DESK], at=MONDAY)
    with pytest.raises(Refused, match="还没有从这个号登记"):
        calling.finish(ticket.id, outcome=Outcome.REGISTERED, by=hall[DESK], at=MONDAY)
    case = registered(hall)
    ticketing.link(ticket.id, ref=case.ref, by=hall[DESK], at=MONDAY)
    done = calling.finish(ticket.id, outcome=Outcome.ANSWERED, by=hall[DESK], at=MONDAY)
    assert (done.case, done.outcome, done.state) == (case, Outcome.REGISTERED, "done")
    with pytest.raises(Refused, match="已经登记过来件"):
        ticketing.link(ticket.id, ref=registered(hall).ref, by=hall[DESK], at=MONDAY)


def test_the_figures_of_a_day_are_about_lines(hall: SmallCounty) -> None:
    for minute in (0, 1, 2):
        drawn(hall, "A", after=minute)
    ticket = calling.call_next("w1", by=hall[DESK], at=MONDAY + MINUTE * 7)
    calling.finish(ticket.id, outcome=Outcome.GUIDED, by=hall[DESK], at=MONDAY + MINUTE * 9)
    day = queries.day(COUNTY, at=MONDAY + MINUTE * 11)
    lane = day.lanes[0]
    assert (day.issued, day.waiting, day.served, day.median_wait) == (3, 2, 1, 7)
    assert lane.longest(MONDAY + MINUTE * 11) == 10


DOES = {
    "call": lambda ticket, by, at: calling.call_next("w1", by=by, at=at),
    "call elsewhere": lambda ticket, by, at: calling.call_next("w2", by=by, at=at),
    "recall": lambda ticket, by, at: calling.recall(ticket, by=by, at=at),
    "serve": lambda ticket, by, at: calling.serve(ticket, by=by, at=at),
    "miss": lambda ticket, by, at: calling.miss(ticket, by=by, at=at),
    "requeue": lambda ticket, by, at: calling.requeue(ticket, by=by, at=at),
    "move": lambda ticket, by, at: calling.move(ticket, line="B", by=by, at=at),
    "finish": lambda ticket, by, at: calling.finish(ticket, outcome="answered", by=by, at=at),
    "leave": lambda ticket, by, at: calling.leave(ticket, by=by, at=at),
}
STEP = st.tuples(st.sampled_from(["draw", "draw", *DOES]), st.integers(0, 7), st.booleans())


class _Undone(Exception):
    """One history was lived through; take it back."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=30))
def test_whatever_people_press_no_number_is_lost_or_called_out_of_turn(
    hall: SmallCounty, steps: list[tuple[str, int, bool]]
) -> None:
    try:
        with transaction.atomic():
            live(hall, steps)
            raise _Undone
    except _Undone:
        pass


def live(hall: SmallCounty, steps: list[tuple[str, int, bool]]) -> None:
    by: Actor = hall[DESK]
    made: list[int] = []
    for minute, (verb, which, flag) in enumerate(steps):
        at = MONDAY + MINUTE * minute
        if verb == "draw":
            made.append(ticketing.issue("AB"[which % 2], first=flag, by=by, at=at).id)
            continue
        lines = {"call": "AB", "call elsewhere": "B"}.get(verb, "")
        first_in_turn = queries.today(COUNTY, at=at).filter(state="waiting", queue__code__in=list(lines))
        due = sorted(first_in_turn, key=lambda ticket: (not ticket.first, ticket.issued_at, ticket.id))
        try:
            touched = DOES[verb](made[which % len(made)] if made else 0, by, at)
        except Refused:
            continue
        assert not lines or touched == due[0], "called out of turn"
    tickets = list(queries.today(COUNTY, at=MONDAY))
    assert {ticket.id for ticket in tickets} == set(made), "a number is lost"
    assert len({ticket.label for ticket in tickets}) == len(tickets), "a number twice"
    standing = [ticket.window_id for ticket in tickets if ticket.state in AT_THE_WINDOW]
    assert None not in standing and len(set(standing)) == len(standing), "two numbers at one window"
    assert all((ticket.state in OVER) is (ticket.ended_at is not None) for ticket in tickets)
