"""Each kind of damage to the rows of a case is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from onedoor.cases.flow import State
from onedoor.cases.models import Assignment, Case, Request, Visit
from onedoor.core.models import Happening
from onedoor.simulation import invariants
from onedoor.work.models import Supervision, Task
from tests import small_county
from tests.cases.histories import go, now, registered
from tests.core.tampering import tamper
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

_ROAD = ("triage", "dispatch", "sign", "reply", "review", "visit", "close")


def _case(county: SmallCounty, steps: int) -> Case:
    case = registered(county)
    for number, verb in enumerate(_ROAD[:steps], start=1):
        go(case, verb, county, at=MONDAY + number * MINUTE, colour="green", assists=("town-chengguan",))
    return now(case)


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
        opened_at=MONDAY, due_at=MONDAY, limit={},
    )  # fmt: skip


def _chase_unrecorded(case: Case) -> None:
    task = Task.objects.filter(subject=case.subject).first()
    assert task is not None
    Supervision.objects.create(county=COUNTY, task=task, level="red", at=MONDAY, due_at=MONDAY, version=1)


def _retell(case: Case, told: str, *, name: str) -> None:
    sql = "UPDATE core_happening SET name = %s WHERE subject = %s AND name = %s"
    tamper("core_happening", sql, name, case.subject, told)


def _resay(case: Case, told: str, **facts: object) -> None:
    line = Happening.objects.get(subject=case.subject, name=told)
    payload = json.dumps(line.payload | facts)
    tamper("core_happening", "UPDATE core_happening SET payload = %s WHERE id = %s", payload, line.pk)


def _join_unasked(case: Case) -> None:
    joined = _case(small_county.actors(), 0)
    Case.objects.filter(pk=joined.pk).update(state=State.MERGED, into=case, holder=None, due_at=None)


def _asked(case: Case, **columns: object) -> None:
    """A request beside the case whose task nobody opened."""
    Request.objects.create(
        county=COUNTY, case=case, asked_by="m-housing", asked_at=MONDAY, **{"kind": "extend", **columns}
    )


def _accuse(case: Case) -> None:
    _change(case, accused=case.lead, nature="inform")


def _decide_own_refusal(case: Case) -> None:
    _asked(case, kind="decline", state="granted", decided_by="m-approve")
    _resay(case, "cases.signed", accepted=False)
    tamper("core_happening", "UPDATE core_happening SET actor = 'm-approve' WHERE name = 'cases.signed'")
    _retell(case, "cases.signed", name="cases.appeal_decided")


def _assist_unrecorded(case: Case) -> None:
    Task.objects.filter(subject=case.subject, verb="assist").update(closed_at=MONDAY)


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
    (_slip_in_task, "待办有6条，经过里记着5条"),
    (_slip_in_task, "多了1个没有来由的待办：reply"),
    (_assist_unrecorded, "少了1个应有的待办：assist"),
    (_asked, "少了1个应有的待办：decide_request"),
    (lambda case: _asked(case, state="refused", decided_by="m-housing"), "审批了自己的申请"),
    (_decide_own_refusal, "复核了自己作出的不予受理"),
    (lambda case: _change(case, safety="stopped"), "少了1个应有的待办：assess_safety"),
    (_accuse, "派给过被反映的单位housing"),
    (_accuse, "被反映的单位housing有过本件的待办"),
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
    (lambda case: _change(case, unsolved=True), "最后一次回访说没有解决"),
    (lambda case: _retell(case, "cases.visited", name="cases.reporter_answered"), "没有回访就结案了"),
    (lambda case: _retell(case, "cases.replied", name="cases.described"), "没有答复就结案了"),
    (lambda case: _resay(case, "cases.visited", solved=False), "没有新的答复和回访，却结束了"),
    (lambda case: _retell(case, "cases.visited", name="cases.withdrawn"), "不是本人"),
    (_join_unasked, "并入的来件人还没有回访"),
    (lambda case: (_join_unasked(case), _change(case, state=State.ANSWERED)), "本件却还等着它"),
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
