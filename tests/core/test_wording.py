from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from onedoor.core import wording

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 29, 10, 42, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _chinese_at_home():
    with translation.override("zh-hans"), timezone.override(SHANGHAI):
        yield


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=4, minutes=6, seconds=59), "剩4时06分"),
        (timedelta(hours=1, minutes=48), "剩1时48分"),
        (timedelta(minutes=6), "剩6分"),
        (timedelta(seconds=59), "剩不到1分"),
        (timedelta(hours=24), "剩1天"),
        (timedelta(days=1, hours=7, minutes=59), "剩1天7时"),
        (timedelta(days=9, hours=23), "剩9天23时"),
        (timedelta(days=10, hours=5), "剩10天"),
        (timedelta(0), "刚超时"),
        (-timedelta(seconds=59), "刚超时"),
        (-timedelta(minutes=35), "超35分"),
        (-timedelta(hours=4, minutes=20), "超4时20分"),
        (-timedelta(days=1, hours=3), "超1天3时"),
        (-timedelta(days=40, hours=3), "超40天"),
    ],
)
def test_remaining_time_is_said_in_the_two_largest_units(left, words):
    assert wording.remaining(NOW + left, NOW) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-09-29T12:30", "今天12:30"),
        ("2026-09-30T00:00", "今天24:00"),
        ("2026-10-01T00:00", "明天24:00"),
        ("2026-09-30T09:05", "明天09:05"),
        ("2026-09-29T00:00", "昨天24:00"),
        ("2026-10-15T00:00", "10月14日24:00"),
        ("2026-10-14T12:00", "10月14日12:00"),
        ("2027-01-01T00:00", "12月31日24:00"),
        ("2027-01-04T00:00", "2027年1月3日24:00"),
    ],
)
def test_a_limit_that_ends_with_its_day_is_written_as_24_oclock(due, words):
    assert wording.due_words(local(due), NOW) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-10-15T00:00", "10月14日（星期三）"),
        ("2026-10-14T17:30", "10月14日（星期三）"),
        ("2027-01-04T00:00", "2027年1月3日（星期日）"),
    ],
)
def test_residents_read_the_last_day_with_its_weekday(due, words):
    assert wording.due_day(local(due), NOW) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-09-29T10:41", "今天10:41"),
        ("2026-09-28T17:10", "昨天17:10"),
        ("2026-09-23T15:06", "9月23日15:06"),
        ("2026-09-29T00:00", "今天00:00"),
        ("2025-12-31T23:59", "2025年12月31日23:59"),
    ],
)
def test_a_past_moment_keeps_its_own_day(at, words):
    assert wording.moment_words(local(at), NOW) == words


def test_dates_are_written_in_the_current_zone_whatever_zone_they_came_in():
    due = local("2026-10-15T00:00").astimezone(ZoneInfo("UTC"))
    assert wording.due_words(due, NOW) == "10月14日24:00"


@pytest.mark.parametrize(
    ("opened", "due", "share", "pressure"),
    [
        (NOW, NOW + timedelta(hours=4), 0, "calm"),
        (NOW - timedelta(minutes=74, seconds=59), NOW + timedelta(minutes=25, seconds=1), 74, "calm"),
        (NOW - timedelta(minutes=75), NOW + timedelta(minutes=25), 75, "warn"),
        (NOW - timedelta(minutes=100), NOW, 100, "over"),
        (NOW + timedelta(minutes=5), NOW + timedelta(minutes=10), 0, "calm"),
        (NOW, NOW - timedelta(days=1), 100, "over"),
    ],
)
def test_a_clock_presses_from_three_quarters_of_its_limit(opened, due, share, pressure):
    assert wording.due_share(due, opened, NOW) == share
    assert wording.pressure(due, opened, NOW) == pressure


def test_a_limit_without_a_beginning_is_only_missed_or_not():
    assert wording.pressure(NOW + timedelta(minutes=1), None, NOW) == "calm"
    assert wording.pressure(NOW, None, NOW) == "over"


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)), st.integers(1, 10**7))
def test_the_share_used_never_falls_as_time_goes_by(passed, whole):
    due = NOW + timedelta(seconds=whole)
    before = wording.due_share(due, NOW, NOW + passed)
    after = wording.due_share(due, NOW, NOW + passed + timedelta(minutes=1))
    assert 0 <= before <= after <= 100


@given(st.timedeltas(min_value=-timedelta(days=400), max_value=timedelta(days=400)))
def test_the_first_sign_says_on_which_side_of_the_limit_we_are(left):
    assert wording.remaining(NOW + left, NOW).startswith("剩") == (left > timedelta(0))


@pytest.mark.parametrize(
    ("ref", "groups"),
    [("990801-2611-48203917-5", ("990801", "2611", "4820", "3917", "5")), ("A1", ("A1",))],
)
def test_a_reference_falls_into_groups_that_can_be_read_aloud(ref, groups):
    assert wording.ref_groups(ref) == groups
