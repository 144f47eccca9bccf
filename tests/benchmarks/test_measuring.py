"""What the bench makes of its figures. The figures themselves are never tested."""

from __future__ import annotations

import json

import pytest
from benchmarks.measuring import Goal, Times, growth, timed
from benchmarks.telling import kept, page

from onedoor.config.environment import CHECKOUT


def test_percentiles_are_of_single_calls_and_the_rate_is_of_the_whole() -> None:
    times = Times(seconds=2.0, each=[number / 1000 for number in range(1, 101)])
    assert times.figures() == {
        "per_second": 50.0, "p50_ms": 50.5, "p95_ms": 96.0, "p99_ms": 100.0, "calls": 100, "wrong": 0,
    }  # fmt: skip


def test_what_is_timed_is_called_often_enough_however_short_the_time() -> None:
    called: list[int] = []
    times = timed(called.append, seconds=0, least=5)
    assert called == [0, 0, 1, 2, 3, 4]
    assert len(times.each) == 5


@pytest.mark.parametrize(
    ("points", "exponent"),
    [
        ([(10_000, 3.0), (100_000, 3.0), (1_000_000, 3.0)], 0.0),
        ([(10_000, 1.0), (100_000, 10.0), (1_000_000, 100.0)], 1.0),
        ([(10_000, 1.0)], None),
    ],
)
def test_growth_is_the_exponent_over_the_sizes(points: list[tuple[int, float]], exponent: float | None) -> None:
    assert growth(points) == exponent


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal("queries", 6, most=6), True),
        (Goal("queries", 7, most=6), False),
        (Goal("per second", 400.0, least=400), True),
        (Goal("per second", 399.9, least=400), False),
        (Goal("p95", float("nan"), most=20), False),
        (Goal("p95", None, most=20), False),
    ],
)
def test_a_goal_that_was_not_measured_is_not_met(goal: Goal, met: bool) -> None:
    assert goal.told()["met"] is met


def test_the_page_of_the_docs_says_what_was_recorded_last() -> None:
    assert kept(), "run ./onedoor bench --record"
    assert (CHECKOUT / "docs" / "reference" / "speed.md").read_text(encoding="utf-8") == page(kept())
    assert all(json.dumps(one) for one in kept())
