from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from onedoor.notices.rules import HOUR, quiet_until, room_at
from tests.small_county import CHINA, MINUTE, MONDAY

NIGHT = (time(22), time(7))
NOON = (time(12), time(14))


def on(day: int, clock: str) -> datetime:
    return datetime.combine(datetime(2026, 9, day), time.fromisoformat(clock), tzinfo=CHINA)


@pytest.mark.parametrize(
    ("at", "free"),
    [
        (on(14, "21:59:59"), on(14, "21:59:59")),
        (on(14, "22:00"), on(15, "07:00")),
        (on(14, "23:59"), on(15, "07:00")),
        (on(15, "00:00"), on(15, "07:00")),
        (on(15, "06:59"), on(15, "07:00")),
        (on(15, "07:00"), on(15, "07:00")),
        (on(30, "23:00"), on(30, "07:00") + timedelta(days=1)),
    ],
)
def test_nobody_is_written_to_at_night(at: datetime, free: datetime) -> None:
    assert quiet_until(at, NIGHT) == free


@pytest.mark.parametrize(
    ("clock", "free"), [("11:59", "11:59"), ("12:00", "14:00"), ("13:59", "14:00"), ("14:00", "14:00")]
)
def test_quiet_hours_may_lie_within_a_day(clock: str, free: str) -> None:
    assert quiet_until(on(14, clock), NOON) == on(14, free)


def test_without_quiet_hours_every_moment_is_free() -> None:
    assert quiet_until(on(14, "03:00"), None) == on(14, "03:00")


def test_quiet_hours_are_those_of_the_clock_on_the_wall_whatever_the_zone_of_the_moment() -> None:
    from datetime import UTC

    assert quiet_until(on(14, "23:00").astimezone(UTC), NIGHT) == on(15, "07:00")


def test_an_hour_takes_so_many_letters_and_the_next_waits_for_the_oldest_to_fall_out_of_it() -> None:
    left = [MONDAY + MINUTE * n for n in (3, 0, 1, 4, 2)]
    at = MONDAY + MINUTE * 5
    assert room_at(at, left[:4], most=5) == at
    assert room_at(at, left, most=5) == MONDAY + HOUR
    assert room_at(MONDAY + HOUR, left, most=5) == MONDAY + HOUR


def test_when_more_left_than_is_allowed_now_the_wait_is_longer() -> None:
    left = [MONDAY + MINUTE * n for n in range(5)]
    assert room_at(MONDAY + MINUTE * 5, left, most=2) == MONDAY + MINUTE * 3 + HOUR
