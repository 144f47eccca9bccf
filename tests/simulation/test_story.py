"""The story of five cases ends well on this store, and says so when it does not."""

from __future__ import annotations

import json

import pytest

from onedoor.simulation import story
from onedoor.simulation.tales import TALES
from onedoor.simulation.world.yunzhou import World


@pytest.fixture
def told(empty_store: None, whole_world: World) -> story.Facts:
    telling = story.Telling()
    story.tell(telling, whole_world)
    report: story.Facts = json.loads(json.dumps(telling.report("test")))
    return report


def test_five_cases_of_three_colours_are_closed_and_archived_and_the_record_is_whole(told: story.Facts) -> None:
    assert [step for step in told["steps"] if not step["ok"]] == []
    assert told["ok"]
    assert sorted(case["colour"] for case in told["cases"]) == ["green", "green", "red", "yellow", "yellow"]
    assert {case["state"] for case in told["cases"]} == {"archived"}
    assert told["chain"]["sound"] and told["chain"]["lines"] > 60
    assert told["invariants"] == {"sound": True, "cases": 5, "reports": 5, "problems": []}


def test_one_case_is_returned_ruled_and_dispatched_again(told: story.Facts) -> None:
    route = next(case["route"] for case in told["cases"] if case["name"] == "yellow-returned")
    start = route.index("cases.sent_back")
    rest = [name for name in route[start:] if name.startswith("cases.")]
    assert rest[:4] == ["cases.sent_back", "cases.ruled", "cases.dispatched", "cases.signed"]


def test_limits_cross_make_up_workdays_and_holidays_and_say_why(told: story.Facts) -> None:
    by_name = {case["name"]: case for case in told["cases"]}
    assert by_name["green-spring"]["solve_by"] == "2026-02-26"
    assert by_name["green-spring"]["why"][-2:] == ["跳过：2月15–23日春节", "补班：2月14日（周六）算工作日"]
    reworked = next(limit for limit in by_name["red-by-a-leader"]["limits"] if limit["after"] == "cases.reworked")
    assert reworked["last_day"] == "2026-09-29"
    ruled = next(limit for limit in by_name["green-make-up-sunday"]["limits"] if limit["after"] == "cases.replied")
    assert ruled["last_day"] == "2026-09-20"


def test_the_slow_unit_is_chased_at_three_quarters_and_when_time_is_up(told: story.Facts) -> None:
    case = next(case for case in told["cases"] if case["name"] == "yellow-late")
    assert [chase["level"] for chase in case["chased"]] == ["yellow", "red"]
    assert [chase["at"] for chase in case["chased"]] == ["2026-02-26T08:30:00+08:00", "2026-03-03T08:30:00+08:00"]


def test_a_step_that_fails_is_reported_and_the_rest_is_still_told(
    empty_store: None, whole_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(ref: str, **given: object) -> None:
        raise RuntimeError("the store went away")

    monkeypatch.setattr(story, "DEEDS", {**story.DEEDS, "confirm": broken})
    telling = story.Telling()
    story.tell(telling, whole_world)
    failed = {step["name"]: step["problem"] for step in telling.steps if not step["ok"]}
    assert not telling.ok
    assert failed["red-by-a-leader"] == "RuntimeError: the store went away"
    assert failed.keys() == {"red-by-a-leader", "archive"}
    assert len(telling.cases) == len(TALES)


def test_a_store_that_is_not_empty_is_a_failed_step(db: None) -> None:
    from onedoor.config.demo_store import open_for_story

    telling = story.Telling()
    story.run(telling, prepare=open_for_story)
    assert [step["ok"] for step in telling.steps] == [False]
    assert "空库" in telling.steps[0]["problem"]
