"""Each kind of damage to the rows of a case is found and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.flow import State
from onedoor.cases.models import Assignment, Case, Visit
from onedoor.core.models import Happening
from onedoor.simulation import invariants
from onedoor.simulation.story import DEEDS
from onedoor.work.models import Supervision, Task
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

_ROAD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("triage", "dispatch", {"colour": "green", "item": "15-03"}),
    ("dispatch", "dispatch", {"to": "housing", "assists": ("town-chengguan",)}),
    ("sign", "housing", {}),
    ("reply", "housing", {"text": "已更换主板，电梯恢复运行，费用已公示。"}),
    ("review", "review", {}),
    ("visit", "visit", {"contacted": True, "solved": True, "satisfied": True}),
    ("close", "review", {}),
)


def _case(county: SmallCounty, steps: int) -> Case:
    told = Incoming(channel="hotline", text="翠湖花园3幢电梯又停了。", lon=123.005, lat=28.005)
    case, _report = registering.register(told, county=COUNTY, by=county["guide"], at=MONDAY)
    for number, (verb, who, given) in enumerate(_ROAD[:steps], start=1):
        DEEDS[verb](case.ref, **given, by=county[who], at=MONDAY + number * MINUTE)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def handling(county: SmallCounty) -> Case:
    return _case(county, 3)


@pytest.fixture
def closed(county: SmallCounty) -> Case:
    return _case(county, len(_ROAD))


def _change(case: Case, **columns: object) -> None:
    Case.objects.filter(pk=case.pk).update(**columns)


def _tasks(case: Case, **columns: object) -> None:
    Task.objects.filter(subject=case.subject).order_by("opened_at").update(**columns)


def _reopen_first_task(case: Case) -> None:
    first = Task.objects.filter(subject=case.subject).order_by("opened_at").first()
    assert first is not None
    Task.objects.filter(pk=first.pk).update(closed_at=None)


def _slip_in_task(case: Case) -> None:
    task = Task.objects.filter(subject=case.subject).order_by("opened_at").first()
    assert task is not None
    Task.objects.create(
        county=COUNTY, subject=case.subject, verb="reply", unit=task.unit, duty="handle", area=case.area, leading=False,
        opened_at=MONDAY, due_at=MONDAY, limit={}, closed_at=MONDAY,
    )  # fmt: skip


def _chase_unrecorded(case: Case) -> None:
    task = Task.objects.filter(subject=case.subject).first()
    assert task is not None
    Supervision.objects.create(county=COUNTY, task=task, level="red", at=MONDAY, due_at=MONDAY, version=1)


def _lose_case(case: Case) -> None:
    line = Happening.objects.filter(subject=case.subject, name="cases.registered").get()
    Happening.objects.create(
        county=COUNTY, subject="case:990801-2609-00000000-0", seq=1, name=line.name, payload=line.payload,
        actor=line.actor, at=line.at, recorded_at=line.recorded_at, previous="", hash="0" * 64,
    )  # fmt: skip


def _case_without_report(case: Case) -> None:
    Case.objects.create(
        county=COUNTY, ref="990801-2609-11111111-1", area=case.area, channel="hotline", title="空", holder=case.holder,
        due_at=MONDAY, registered_at=MONDAY,
    )  # fmt: skip


OPEN_DAMAGE: list[tuple[Callable[[Case], object], str]] = [
    (lambda case: _tasks(case, closed_at=MONDAY), "应当正好有一个主待办，现在有0个"),
    (lambda case: _tasks(case, leading=False), "应当正好有一个主待办，现在有0个"),
    (lambda case: _change(case, due_at=MONDAY + timedelta(days=9)), "期限与主待办不一致"),
    (lambda case: _change(case, holder=None, state=State.CLOSED), "没有答复就结案了"),
    (lambda case: _change(case, state=State.REPLIED), "state与经过推出来的不一致"),
    (lambda case: _change(case, colour="red"), "colour与经过推出来的不一致"),
    (lambda case: _change(case, solve_by=MONDAY), "solve_by与经过推出来的不一致"),
    (_slip_in_task, "待办有5条，经过里记着4条"),
    (_chase_unrecorded, "督办有1条，经过里记着0条"),
    (_lose_case, "库里没有这件事项"),
    (_case_without_report, "没有来件"),
    (
        lambda case: Assignment.objects.create(
            county=COUNTY, case=case, unit_id=case.lead_id or 0, role="lead", given_at=MONDAY
        ).pk,
        "主办有2条，经过里记着1条",
    ),
]  # fmt: skip

CLOSED_DAMAGE: list[tuple[Callable[[Case], object], str]] = [
    (_reopen_first_task, "没有了结的待办"),
    (lambda case: Visit.objects.filter(case=case).update(solved=False), "最后一次回访说没有解决"),
    (lambda case: Visit.objects.filter(case=case).update(contacted=False), "没有回访就结案了"),
    (lambda case: _change(case, colour="red"), "红色事项应由领导确认结案"),
    (
        lambda case: Visit.objects.create(county=COUNTY, case=case, by="m", at=MONDAY, contacted=False).pk,
        "回访有2条，经过里记着1条",
    ),
]


def test_an_undamaged_store_is_sound(handling: Case, closed: Case) -> None:
    finding = invariants.check()
    assert finding.problems == []
    assert (finding.cases, finding.reports) == (2, 2)


@pytest.mark.parametrize(("damage", "sentence"), OPEN_DAMAGE, ids=[sentence for _, sentence in OPEN_DAMAGE])
def test_damage_to_an_open_case_is_found(handling: Case, damage: Callable[[Case], object], sentence: str) -> None:
    damage(handling)
    assert [problem for problem in invariants.check().problems if sentence in problem]


@pytest.mark.parametrize(("damage", "sentence"), CLOSED_DAMAGE, ids=[sentence for _, sentence in CLOSED_DAMAGE])
def test_damage_to_a_closed_case_is_found(closed: Case, damage: Callable[[Case], object], sentence: str) -> None:
    damage(closed)
    assert [problem for problem in invariants.check().problems if sentence in problem]
