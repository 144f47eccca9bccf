from __future__ import annotations

from datetime import date

import pytest

from onedoor.core.clock import Calendar, Day

NATIONAL = Calendar.national()


@pytest.mark.parametrize(
    ("day", "rest", "why"),
    [
        (date(2026, 2, 14), False, "补班"),
        (date(2026, 2, 15), True, "春节"),
        (date(2026, 2, 23), True, "春节"),
        (date(2026, 2, 24), False, "工作日"),
        (date(2026, 9, 27), True, "中秋节"),
        (date(2026, 10, 10), False, "补班"),
        (date(2026, 10, 11), True, "周日"),
        (date(2025, 10, 8), True, "国庆节、中秋节"),
        (date(2026, 1, 4), False, "补班"),
        (date(2006, 12, 30), False, "补班"),
    ],
)
def test_a_day_says_whether_it_is_a_rest_day_and_why(day: date, rest: bool, why: str) -> None:
    assert (NATIONAL.is_rest(day), NATIONAL.is_work(day), NATIONAL.why(day)) == (rest, not rest, why)


def test_an_unannounced_year_keeps_its_statutory_rest_days() -> None:
    assert NATIONAL.announced(2026)
    assert not NATIONAL.announced(2027)
    assert NATIONAL.why(date(2027, 1, 1)) == "元旦"
    assert NATIONAL.is_rest(date(2027, 10, 1))


def test_an_operators_day_changes_that_day_only_and_announces_nothing() -> None:
    local = NATIONAL.overridden([Day(date(2027, 3, 3), "县庆", True), Day(date(2027, 3, 6), "补班", False)])
    assert local.why(date(2027, 3, 3)) == "县庆"
    assert local.why(date(2027, 3, 6)) == "补班"
    assert local.why(date(2027, 3, 7)) == "周日"
    assert not local.announced(2027)
    assert NATIONAL.is_work(date(2027, 3, 3)), "the calendar it came from is unchanged"


def test_a_notice_replaces_the_librarys_days_in_lieu_but_not_the_statutory_days() -> None:
    assert NATIONAL.is_rest(date(2027, 5, 4)), "the library's guess"
    noticed = NATIONAL.overridden(
        [Day(date(2027, 5, 5), "劳动节", True, 2027), Day(date(2027, 5, 8), "补", False, 2027)]
    )
    assert noticed.announced(2027)
    assert not noticed.announced(2028)
    assert noticed.is_work(date(2027, 5, 4))
    assert noticed.is_rest(date(2027, 5, 5))
    assert noticed.is_work(date(2027, 5, 8))
    assert noticed.why(date(2027, 10, 1)) == "国庆节"


def test_a_notice_may_change_a_december_day_of_the_year_before() -> None:
    noticed = NATIONAL.overridden([Day(date(2026, 12, 31), "元旦", True, 2027)])
    assert noticed.is_rest(date(2026, 12, 31))
    assert noticed.why(date(2026, 10, 7)) == "国庆节", "the rest of the year before stays"


def test_a_countys_own_day_wins_over_the_nations_and_the_year_stays_announced() -> None:
    national = NATIONAL.overridden([Day(date(2027, 1, 1), "元旦", True, 2027)])
    county = national.overridden([Day(date(2027, 1, 1), "值守", False)])
    assert county.is_work(date(2027, 1, 1))
    assert county.announced(2027)


def test_the_version_follows_the_content() -> None:
    day = Day(date(2027, 3, 3), "县庆", True)
    assert NATIONAL.overridden([]).version == NATIONAL.version
    assert NATIONAL.overridden([day]).version == NATIONAL.overridden([day]).version != NATIONAL.version
    assert NATIONAL.overridden([Day(day.date, day.name, True, 2027)]).version != NATIONAL.overridden([day]).version
