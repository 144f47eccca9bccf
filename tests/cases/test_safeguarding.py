"""安全第一: signs of danger stop mediation until a trained person has looked, by day or night, case ended or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from onedoor.cases.actions import safeguarding
from onedoor.cases.actions.registering import register
from onedoor.core import outbox
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from onedoor.work.models import Supervision, Task
from tests.cases.histories import LIFT, go, now, registered
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

HOUR = timedelta(hours=1)


def look() -> Task:
    return Task.objects.get(verb="assess_safety")


def test_words_of_danger_stop_mediation_at_the_door(county: SmallCounty) -> None:
    case = registered(county, replace(LIFT, text="丈夫喝酒后动手打人，孩子吓哭了。"))
    task = look()
    assert (case.safety, task.duty, task.urgent, task.leading) == ("stopped", "safety", True, False)
    assert task.due_at == MONDAY + 2 * HOUR
    assert invariants.check().problems == []


def test_the_look_is_owed_at_night_as_by_day(county: SmallCounty) -> None:
    saturday_night = datetime(2026, 9, 19, 23, 0, tzinfo=CHINA)
    register(replace(LIFT, text="有人持刀堵在门口。"), county=COUNTY, by=county["guide"], at=saturday_night)
    outbox.drain(saturday_night + 2 * HOUR)
    chases = Supervision.objects.filter(task=look()).order_by("id").values_list("level", "at")
    assert [level for level, _ in chases] == ["yellow", "red"]


@pytest.mark.parametrize("ending", ["withdraw", "transfer", "answer", "ask_decline decline"])
def test_the_look_outlasts_the_case(county: SmallCounty, ending: str) -> None:
    case = go(registered(county), f"stop {ending}", county)
    assert case.ended and look().closed_at is None
    assert invariants.check().problems == []
    case = go(case, "decide_safety", county)
    assert (case.safety, look().closed_at) == ("cleared", MONDAY)
    assert invariants.check().problems == []


@pytest.mark.parametrize(("risk", "safety"), [(True, "held"), (False, "cleared")])
def test_a_trained_person_says_what_there_is_and_what_is_done(county: SmallCounty, risk: bool, safety: str) -> None:
    case = go(registered(county), "stop", county)
    for post in ("guide", "leader", "housing", "approve"):
        with pytest.raises(Refused, match="受过培训"):
            safeguarding.decide_safety(case.ref, risk=risk, measures="已联系派出所。", by=county[post], at=MONDAY)
    with pytest.raises(Refused) as refused:
        safeguarding.decide_safety(case.ref, risk=risk, measures=" ", by=county["safety"], at=MONDAY)
    assert refused.value.field == "measures"
    case = safeguarding.decide_safety(case.ref, risk=risk, measures="已联系。", by=county["safety"], at=MONDAY)
    assert case.safety == safety
    assert invariants.check().problems == []


def test_danger_that_was_held_may_be_cleared_and_what_was_cleared_stopped_again(county: SmallCounty) -> None:
    case = go(registered(county), "stop", county)
    safeguarding.decide_safety(case.ref, risk=True, measures="已联系。", by=county["safety"], at=MONDAY)
    with pytest.raises(Refused, match="已经启动"):
        go(case, "stop", county)
    case = go(case, "decide_safety stop", county)
    assert case.safety == "stopped"
    assert Task.objects.filter(verb="assess_safety").count() == 2
    assert invariants.check().problems == []


def test_a_stop_names_its_signs_and_comes_from_who_works_on_the_case(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch", county)
    for signs in ([], ["rumour"], ["violence", "rumour"]):
        with pytest.raises(Refused) as refused:
            safeguarding.stop(case.ref, signs=signs, by=county["housing"], at=MONDAY)
        assert refused.value.field == "signs"
    for post in ("urban", "admin", "privacy"):
        with pytest.raises(Refused, match="职责"):
            safeguarding.stop(case.ref, signs=["child"], by=county[post], at=MONDAY)
    safeguarding.stop(case.ref, signs=["child"], by=county["housing"], at=MONDAY)
    assert now(case).safety == "stopped"
    with pytest.raises(Refused, match="没有启动"):
        go(registered(county), "decide_safety", county)
