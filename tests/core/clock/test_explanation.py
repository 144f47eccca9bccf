from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation

from onedoor.core.clock import ZONE, Calendar, Suspension, Unit, compute, explain


@pytest.fixture(autouse=True)
def in_chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def why(start: str, n: int, unit: Unit, **more: Any) -> list[tuple[str, str]]:
    moment = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    return explain(compute(start=moment, n=n, unit=unit, calendar=Calendar.national(), **more).trace)


def test_a_workday_limit_says_what_it_skipped_and_what_it_counted() -> None:
    assert why("2026-09-23T15:06", 10, Unit.WD, rule="SL-02", citation="本县规则2026版") == [
        ("起点", "9月23日（周三）15:06，当天不算"),
        ("时限", "10个工作日（本县规则2026版，SL-02）"),
        ("跳过", "9月25–27日中秋节；10月1–7日国庆节；10月11日周日"),
        ("补班", "10月10日（周六）算工作日"),
    ]


def test_a_calendar_limit_says_why_it_rolled() -> None:
    assert why("2026-09-16T09:00", 15, Unit.CD)[-1] == (
        "顺延",
        "原为10月1日；10月1–7日国庆节，顺延到10月8日（周四）",
    )


def test_a_calendar_limit_that_ends_on_a_make_up_day_says_so() -> None:
    assert why("2026-01-30T09:00", 15, Unit.CD)[-1] == ("补班", "2月14日（周六）上班，到这天为止")


def test_stopped_days_are_named_when_they_touched_the_period() -> None:
    stopped = [Suspension(date(2026, 3, 9), date(2026, 3, 11)), Suspension(date(2026, 8, 1), date(2026, 8, 2))]
    assert ("暂停", "3月9–11日不计入") in why("2026-03-02T09:00", 10, Unit.WD, suspensions=stopped)


def test_an_extension_is_named_beside_the_length() -> None:
    assert why("2026-03-02T09:00", 15, Unit.CD, extension=10)[1] == ("时限", "15天，延长10天")


def test_a_limit_in_an_unannounced_year_warns_that_it_may_move() -> None:
    lines = dict(why("2026-12-25T09:00", 7, Unit.WD))
    assert lines["跳过"] == "12月26–27日周末；2027年1月1–3日元旦"
    assert lines["说明"] == "2027年的放假安排还没有公布，公布后这个日期可能会变"


def test_hours_are_said_to_run_day_and_night() -> None:
    assert why("2026-03-06T17:30", 2, Unit.H) == [
        ("起点", "3月6日（周五）17:30起，昼夜连续计算"),
        ("时限", "2小时"),
    ]
