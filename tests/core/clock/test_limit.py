from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.core.clock import ZONE, Calendar, Day, Suspension, Unit, compute, recompute
from onedoor.core.refusal import Refused

NATIONAL = Calendar.national()
ONE_DAY = timedelta(days=1)
NINE = datetime(2026, 3, 2, 9, tzinfo=ZONE)

starts = st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZONE))
day_units = st.sampled_from([Unit.CD, Unit.WD, Unit.MONTH])
units = st.sampled_from(Unit)
lengths = st.integers(1, 40)


@st.composite
def suspension_lists(draw: st.DrawFn) -> list[Suspension]:
    firsts = draw(st.lists(st.dates(date(2019, 1, 1), date(2028, 12, 31)), max_size=3))
    return [Suspension(first, first + ONE_DAY * draw(st.integers(0, 30))) for first in firsts]


def last_day(start: str, n: int, unit: Unit, **more: Any) -> date:
    moment = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    due = compute(start=moment, n=n, unit=unit, calendar=NATIONAL, **more).due
    assert (due.hour, due.minute, due.tzinfo) == (0, 0, ZONE)
    return (due - ONE_DAY).date()


@pytest.mark.parametrize(
    ("start", "n", "unit", "expected"),
    [
        ("2026-02-12", 5, Unit.WD, date(2026, 2, 26)),
        ("2026-09-24", 2, Unit.WD, date(2026, 9, 29)),
        ("2026-09-16", 15, Unit.CD, date(2026, 10, 8)),
        ("2026-01-30", 60, Unit.CD, date(2026, 3, 31)),
        ("2026-09-18", 1, Unit.WD, date(2026, 9, 20)),
        ("2026-03-31", 1, Unit.MONTH, date(2026, 4, 30)),
        ("2024-02-29", 12, Unit.MONTH, date(2025, 2, 28)),
        ("2025-12-31", 1, Unit.MONTH, date(2026, 2, 2)),
    ],
)
def test_the_last_day_of_a_limit(start: str, n: int, unit: Unit, expected: date) -> None:
    assert last_day(start, n, unit) == expected


@pytest.mark.parametrize("time", ["00:00", "12:00", "23:59:59"])
def test_the_start_day_is_never_counted_at_any_time_of_day(time: str) -> None:
    assert last_day(f"2026-03-04T{time}", 7, Unit.CD) == date(2026, 3, 11)


def test_the_start_day_is_the_day_in_china() -> None:
    late_in_london = datetime(2026, 3, 4, 16, 10, tzinfo=UTC)
    assert compute(start=late_in_london, n=1, unit=Unit.WD, calendar=NATIONAL).due == datetime(2026, 3, 7, tzinfo=ZONE)


def test_hours_and_minutes_run_through_nights_and_rest_days() -> None:
    start = datetime(2026, 2, 14, 10, tzinfo=ZONE)
    assert compute(start=start, n=24, unit=Unit.H, calendar=NATIONAL).due == datetime(2026, 2, 15, 10, tzinfo=ZONE)
    assert compute(start=start, n=30, unit=Unit.MIN, calendar=NATIONAL).due == start + timedelta(minutes=30)


def test_hours_stand_still_on_a_stopped_day() -> None:
    stopped = [Suspension(date(2026, 3, 3), date(2026, 3, 3))]
    limit = compute(start=NINE, n=24, unit=Unit.H, calendar=NATIONAL, suspensions=stopped)
    assert limit.due == datetime(2026, 3, 4, 9, tzinfo=ZONE)


def test_an_extension_lengthens_the_period_from_its_unrolled_end() -> None:
    assert last_day("2025-01-20", 15, Unit.CD, extension=15) == date(2025, 2, 19)
    assert last_day("2026-01-31", 1, Unit.MONTH, extension=1) == date(2026, 3, 31)


def test_stopped_days_are_counted_once_however_they_overlap() -> None:
    stopped = [Suspension(date(2026, 3, 8), date(2026, 3, 11)), Suspension(date(2026, 3, 5), date(2026, 3, 9))]
    assert last_day("2026-03-02", 15, Unit.CD, suspensions=stopped) == date(2026, 3, 24)


def test_the_trace_says_which_days_were_skipped_and_which_make_up_days_counted() -> None:
    trace = compute(
        start=datetime(2026, 9, 23, 15, 6, tzinfo=ZONE),
        n=10,
        unit=Unit.WD,
        calendar=NATIONAL,
        rule="SL-02",
        citation="本县规则",
    ).trace
    assert trace == {
        "start": "2026-09-23T15:06:00+08:00",
        "n": 10,
        "unit": "WD",
        "rule": "SL-02",
        "citation": "本县规则",
        "skipped": [
            ["2026-09-25", "2026-09-27", "中秋节"],
            ["2026-10-01", "2026-10-07", "国庆节"],
            ["2026-10-11", "2026-10-11", "周日"],
        ],
        "make_up": ["2026-10-10"],
        "natural": "2026-10-14",
        "due": "2026-10-15T00:00:00+08:00",
        "calendar": NATIONAL.version,
    }


def test_the_trace_keeps_the_natural_end_and_why_it_rolled() -> None:
    stopped = [Suspension(date(2026, 10, 8), date(2026, 10, 8))]
    start = datetime(2026, 9, 16, 9, tzinfo=ZONE)
    trace = compute(start=start, n=15, unit=Unit.CD, calendar=NATIONAL, suspensions=stopped).trace
    assert trace["natural"] == "2026-10-01"
    assert trace["rolled"] == [["2026-10-01", "2026-10-07", "国庆节"], ["2026-10-08", "2026-10-08", "暂停"]]
    assert trace["due"] == "2026-10-10T00:00:00+08:00"


@pytest.mark.parametrize(("unit", "n", "years"), [(Unit.WD, 10, [2027]), (Unit.CD, 15, [2027]), (Unit.CD, 5, None)])
def test_the_trace_names_the_years_whose_notice_is_missing(unit: Unit, n: int, years: list[int] | None) -> None:
    start = datetime(2026, 12, 20, 9, tzinfo=ZONE)
    assert compute(start=start, n=n, unit=unit, calendar=NATIONAL).trace.get("unannounced") == years


def test_a_new_notice_moves_a_limit_when_it_is_counted_again() -> None:
    before = compute(start=datetime(2026, 12, 31, 9, tzinfo=ZONE), n=1, unit=Unit.WD, calendar=NATIONAL)
    noticed = NATIONAL.overridden([Day(date(2027, 1, 3), "元旦", False, 2027)])
    after = recompute(before.trace, noticed)
    assert (before.due, after.due) == (datetime(2027, 1, 5, tzinfo=ZONE), datetime(2027, 1, 4, tzinfo=ZONE))
    assert "unannounced" not in after.trace


def test_the_trace_of_a_very_long_limit_stays_small() -> None:
    trace = compute(start=NINE, n=5000, unit=Unit.WD, calendar=NATIONAL).trace
    assert trace["skipped_more"] > 1000
    assert len(json.dumps(trace)) < 5000


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"n": 0}, "n"),
        ({"n": -3}, "n"),
        ({"n": True}, "n"),
        ({"n": 36_501}, "n"),
        ({"n": 10**30, "unit": Unit.MIN}, "n"),
        ({"n": 1_201, "unit": Unit.MONTH}, "n"),
        ({"extension": -1}, "extension"),
        ({"unit": "WEEK"}, "unit"),
        ({"start": datetime(2026, 3, 2, 9)}, "start"),
        ({"start": datetime(1, 1, 1, tzinfo=ZONE)}, "start"),
        ({"start": datetime(9999, 12, 31, 23, tzinfo=UTC)}, "start"),
    ],
)
def test_an_impossible_limit_is_refused(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        compute(**{"start": NINE, "n": 5, "unit": Unit.CD, "calendar": NATIONAL} | wrong)
    assert refusal.value.field == field
    assert "请" in str(refusal.value) or "填" in str(refusal.value)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 3), date(2026, 3, 2)),
        (date(2026, 3, 3), date(9999, 12, 31)),
        (datetime(2026, 3, 2, tzinfo=ZONE), date(2026, 3, 3)),
    ],
)
def test_an_impossible_suspension_is_refused(first: date, last: date) -> None:
    with pytest.raises(Refused):
        Suspension(first, last)


@pytest.mark.parametrize("broken", ["start", "n", "unit"])
def test_a_trace_without_its_inputs_is_not_counted_again(broken: str) -> None:
    trace = compute(start=NINE, n=5, unit=Unit.CD, calendar=NATIONAL).trace
    del trace[broken]
    with pytest.raises(Refused):
        recompute(trace, NATIONAL)


@given(start=starts, n=lengths, unit=units, stopped=suspension_lists(), extension=st.integers(0, 20))
def test_a_stored_trace_counts_to_the_same_limit_again(
    start: datetime, n: int, unit: Unit, stopped: list[Suspension], extension: int
) -> None:
    limit = compute(start=start, n=n, unit=unit, calendar=NATIONAL, suspensions=stopped, extension=extension)
    assert recompute(json.loads(json.dumps(limit.trace)), NATIONAL) == limit
    assert limit.trace["due"] == limit.due.isoformat()


@given(start=starts, n=lengths, unit=units, stopped=suspension_lists())
def test_a_longer_limit_is_never_due_earlier(start: datetime, n: int, unit: Unit, stopped: list[Suspension]) -> None:
    due = [
        compute(start=start, n=length, unit=unit, calendar=NATIONAL, suspensions=stopped).due for length in (n, n + 1)
    ]
    assert start < due[0] <= due[1]


@given(start=starts, n=lengths, unit=units, stopped=suspension_lists(), more=suspension_lists())
def test_stopping_the_clock_never_makes_a_limit_due_earlier(
    start: datetime, n: int, unit: Unit, stopped: list[Suspension], more: list[Suspension]
) -> None:
    due = [
        compute(start=start, n=n, unit=unit, calendar=NATIONAL, suspensions=spans).due
        for spans in (stopped, stopped + more)
    ]
    assert due[0] <= due[1]


@given(start=starts, n=lengths, unit=day_units, stopped=suspension_lists())
def test_a_limit_in_days_ends_on_a_workday_that_is_not_stopped(
    start: datetime, n: int, unit: Unit, stopped: list[Suspension]
) -> None:
    limit = compute(start=start, n=n, unit=unit, calendar=NATIONAL, suspensions=stopped)
    last = (limit.due - ONE_DAY).date()
    assert NATIONAL.is_work(last)
    assert not any(span.first <= last <= span.last for span in stopped)


@given(start=starts, n=lengths)
def test_as_many_workdays_lie_in_a_workday_limit_as_it_is_long(start: datetime, n: int) -> None:
    last = (compute(start=start, n=n, unit=Unit.WD, calendar=NATIONAL).due - ONE_DAY).date()
    days = (start.date() + ONE_DAY * offset for offset in range(1, (last - start.date()).days + 1))
    assert sum(NATIONAL.is_work(day) for day in days) == n


@given(start=starts, unit=day_units, n=lengths, first=st.integers(1, 40), length=st.integers(1, 30))
def test_stopping_wholly_after_the_end_changes_nothing(
    start: datetime, unit: Unit, n: int, first: int, length: int
) -> None:
    plain = compute(start=start, n=n, unit=unit, calendar=NATIONAL).due
    stopped = Suspension(plain.date() + ONE_DAY * (first - 1), plain.date() + ONE_DAY * (first + length))
    assert compute(start=start, n=n, unit=unit, calendar=NATIONAL, suspensions=[stopped]).due == plain
