"""The story ends well on this store, and says so when it does not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from onedoor.cases.flow import State
from onedoor.simulation import staging, story
from onedoor.simulation.tales import TALES, Tale
from onedoor.simulation.tales.scenes import expect, look
from onedoor.simulation.world.yunzhou import World

_heard: list[story.Facts] = []


@pytest.fixture
def told(empty_store: None, whole_world: World) -> story.Facts:
    """The report of one telling; the tests read it and change nothing, so each process tells it once."""
    if not _heard:
        telling = story.Telling()
        story.tell(telling, whole_world)
        _heard.append(json.loads(json.dumps(telling.report("test"))))
    return _heard[0]


def _named(told: story.Facts, name: str) -> story.Facts:
    """What became of the case of one tale."""
    case: story.Facts = next(case for case in told["cases"] if case["name"] == name)
    return case


def test_every_tale_ends_as_it_should_and_the_record_is_whole(told: story.Facts) -> None:
    assert [step for step in told["steps"] if not step["ok"]] == []
    assert told["ok"]
    assert {case["name"]: case["state"] for case in told["cases"]} == {
        tale.name: "archived" if tale.ends == State.CLOSED else tale.ends for tale in TALES
    }
    assert {case["colour"] for case in told["cases"]} == {"green", "yellow", "red", ""}
    assert told["chain"]["sound"] and told["chain"]["lines"] > 250
    reports = len(TALES) + sum(len(tale.others) for tale in TALES)
    assert told["invariants"] == {"sound": True, "cases": reports, "reports": reports, "problems": []}


def test_what_nobody_may_do_was_tried_and_says_why(told: story.Facts) -> None:
    refused = {step["name"]: step["refused"] for step in told["steps"] if step.get("refused")}
    assert {refusal["who"] for refusal in refused["withdrawn"]} == {
        "hotline", "leader", "admin", "town-chengguan", "resident",
    }  # fmt: skip
    assert ["被反映的单位" in refusal["why"] for refusal in refused["informed"]].count(True) == 2
    assert all(refusal["why"] for refusals in refused.values() for refusal in refusals)
    tried = sum(scene.refused for tale in TALES for scene in tale.scenes)
    assert sum(map(len, refused.values())) == tried > 30


def test_a_longer_limit_is_told_and_a_halt_ends_by_itself(told: story.Facts) -> None:
    assert _named(told, "yellow-extended")["solve_by"] == "2026-03-30"
    assert "extended" in _named(told, "yellow-extended")["told"]
    route = _named(told, "green-halted")["route"]
    assert route.index("cases.suspended") < route.index("cases.resumed") < route.index("cases.replied")
    assert _named(told, "green-from-above")["solve_by"] == "2026-06-03"


def test_a_tale_that_expects_what_is_not_so_fails(
    empty_store: None, whole_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [
        replace(tale, scenes=(*tale.scenes[:2], extra, *tale.scenes[2:]))
        for tale, extra in (
            (_tale("green-from-above"), expect("06-01 09:36", state=State.CLOSED)),
            (_tale("informed"), look("04-20 20:16", "inform-b", page=True, words=False)),
            (_tale("withdrawn"), replace(_tale("withdrawn").scenes[-2], refused=True)),
        )
    ]
    monkeypatch.setattr(story, "TALES", wrong)
    telling = story.Telling()
    story.tell(telling, whole_world)
    problems = {step["name"]: step["problem"] for step in telling.steps if not step["ok"]}
    assert "state应当是closed" in problems["green-from-above"]
    assert "原话和身份" in problems["informed"] and "千万不要说是我讲的" in problems["informed"]
    assert "withdraw应当被拒绝" in problems["withdrawn"]


def _tale(name: str) -> Tale:
    return next(tale for tale in TALES if tale.name == name)


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
    assert [chase["level"] for chase in case["chased"]] == ["yellow", "red", "ordinary"]
    assert [chase["at"] for chase in case["chased"]] == ["2026-02-26T08:30:00+08:00"] + [
        "2026-03-03T08:30:00+08:00"
    ] * 2


@pytest.mark.thorough
def test_a_step_that_fails_is_reported_and_the_rest_is_still_told(
    empty_store: None, whole_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(ref: str, **given: object) -> None:
        raise RuntimeError("the store went away")

    monkeypatch.setattr(staging, "DEEDS", {**staging.DEEDS, "confirm": broken})
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
