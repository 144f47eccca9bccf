from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.core.clock import OFFICE_HOURS, ZONE, Calendar, WorkingHours, alarm_moment, next_working_moment
from onedoor.core.refusal import Refused

NATIONAL = Calendar.national()
moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(ZONE))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-05T10:00", "2026-03-05T10:00"),
        ("2026-03-05T17:30", "2026-03-05T17:30"),
        ("2026-03-05T03:00", "2026-03-05T08:30"),
        ("2026-03-05T20:00", "2026-03-06T08:30"),
        ("2026-03-06T20:00", "2026-03-09T08:30"),
        ("2026-02-13T20:00", "2026-02-14T08:30"),
        ("2026-02-14T20:00", "2026-02-24T08:30"),
    ],
)
def test_the_next_working_moment(moment: str, expected: str) -> None:
    assert next_working_moment(at(moment), calendar=NATIONAL) == at(expected)


@pytest.mark.parametrize(
    ("ideal", "limit", "expected"),
    [
        ("2026-03-05T10:00", "2026-03-07T00:00", "2026-03-05T10:00"),
        ("2026-03-05T02:00", "2026-03-07T00:00", "2026-03-05T08:30"),
        ("2026-03-06T20:00", "2026-03-07T00:00", "2026-03-06T17:30"),
        ("2026-03-08T10:00", "2026-03-08T16:00", "2026-03-06T17:30"),
        ("2026-03-09T01:00", "2026-03-09T08:30", "2026-03-06T17:30"),
        ("2026-03-07T00:00", "2026-03-07T00:00", "2026-03-09T08:30"),
        ("2026-03-08T10:00", "2026-03-07T00:00", "2026-03-09T08:30"),
    ],
)
def test_an_alarm_waits_for_people_to_be_at_work_but_not_past_the_limit(ideal: str, limit: str, expected: str) -> None:
    assert alarm_moment(at(ideal), limit=at(limit), calendar=NATIONAL) == at(expected)


@given(ideal=moments, minutes=st.integers(-10_000, 40_000))
def test_an_alarm_is_always_sent_in_working_hours_and_a_warning_before_the_limit(ideal: datetime, minutes: int) -> None:
    limit = ideal + timedelta(minutes=minutes)
    moment = alarm_moment(ideal, limit=limit, calendar=NATIONAL)
    assert NATIONAL.is_work(moment.date())
    assert OFFICE_HOURS.opens <= moment.time() <= OFFICE_HOURS.closes
    assert moment < limit if ideal < limit else moment >= ideal


def test_hours_out_of_order_and_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(Refused):
        WorkingHours(time(18), time(9))
    with pytest.raises(Refused):
        next_working_moment(datetime(2026, 3, 5, 10), calendar=NATIONAL)
    with pytest.raises(Refused):
        alarm_moment(at("2026-03-05T10:00"), limit=datetime(2026, 3, 5, 12), calendar=NATIONAL)
