"""Supervision orders (督办单, D-15): issued, answered, sent again, struck off by somebody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from onedoor.cases.models import Case
from onedoor.core import audit, outbox
from onedoor.core.actions.importing_calendar import import_notice
from onedoor.core.clock import Day
from onedoor.core.clock.notice import Notice
from onedoor.core.models import Happening
from onedoor.core.refs import is_ref
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Unit
from onedoor.simulation import invariants
from onedoor.work.actions import ordering
from onedoor.work.models import Order, Task
from onedoor.work.queries import beside, leading, orders, record_of
from tests.cases.histories import POSTS, go, registered
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

DAY = timedelta(days=1)
LATE = MONDAY + DAY
SUPERVISING = {"supervise", "approve"}


@pytest.fixture
def case(county: SmallCounty) -> Case:
    """A case housing has not signed for; on Tuesday it is late."""
    return go(registered(county), "triage dispatch", county)


def signing_of(case: Case) -> Task:
    task = leading(COUNTY, case.subject)
    assert task is not None
    return task


def issued(case: Case, county: SmallCounty, *, by: str = "supervise", at: datetime = LATE, **changed: Any) -> Order:
    told: dict[str, Any] = {
        "unit": "housing", "reason": "overdue", "level": "yellow", "requirement": "今天签收，三天内修好。", "days": 3,
        "task": signing_of(case).id,
    } | changed  # fmt: skip
    return ordering.issue_order(case.subject, **told, by=county[by], at=at)


def answered(case: Case, county: SmallCounty, **changed: Any) -> Order:
    order = issued(case, county, **changed)
    return ordering.answer_order(order.number, text="已经签收，明天修。", by=county["housing"], at=LATE + DAY)


def owed(case: Case) -> list[tuple[str, str, str, str]]:
    return [(task.verb, task.unit.code, task.duty, task.about) for task in beside(COUNTY, case.subject)]


def refused(case: Case, county: SmallCounty, **changed: Any) -> str:
    before = Happening.objects.count(), Task.objects.count()
    with pytest.raises(Refused) as refusal:
        issued(case, county, **changed)
    assert (Happening.objects.count(), Task.objects.count()) == before
    return str(refusal.value)


def test_an_order_lets_its_unit_owe_an_answer_by_its_own_limit(county: SmallCounty, case: Case) -> None:
    order = issued(case, county)
    assert is_ref(order.number)
    assert owed(case) == [("answer_order", "housing", "handle", order.number)]
    assert order.due_at == datetime(2026, 9, 19, 0, 0, tzinfo=CHINA), "three working days from Tuesday"
    assert beside(COUNTY, case.subject).get().due_at == order.due_at
    assert (order.limit["rule"], order.supervisor.code, order.issued_by) == ("D-15", "centre", "m-supervise")
    line = Happening.objects.get(name="work.order_issued")
    assert (line.payload["order"], line.payload["level"], line.payload["reason"]) == (
        order.number, "yellow", "overdue",
    )  # fmt: skip
    assert "三天" not in str(line.payload)
    assert signing_of(case).level == "yellow"


def test_an_order_goes_to_and_fro_until_somebody_else_strikes_it_off(county: SmallCounty, case: Case) -> None:
    order = answered(case, county)
    assert owed(case) == [("discharge_order", "centre", "supervise", order.number)]
    again = ordering.send_order_again(
        order.number, opinion="还没有修。", due_on=date(2026, 9, 25), by=county["supervise"], at=LATE + DAY
    )
    assert (again.state, again.answered_at) == ("sent_again", None)
    assert again.due_at == datetime(2026, 9, 26, 0, 0, tzinfo=CHINA)
    assert owed(case) == [("answer_order", "housing", "handle", order.number)]
    ordering.answer_order(order.number, text="修好了。", by=county["housing"], at=LATE + 2 * DAY)
    done = ordering.discharge_order(order.number, opinion="看过现场。", by=county["supervise"], at=LATE + 3 * DAY)
    assert (done.state, done.discharged_by, done.discharged_at) == ("discharged", "m-supervise", LATE + 3 * DAY)
    assert owed(case) == []
    assert [line.words for line in record_of(done)] == [
        "今天签收，三天内修好。", "已经签收，明天修。", "还没有修。", "修好了。", "看过现场。",
    ]  # fmt: skip
    outcomes = Task.objects.filter(about=order.number).order_by("id").values_list("verb", "outcome")
    assert list(outcomes) == [
        ("answer_order", "answer_order"), ("discharge_order", "send_order_again"), ("answer_order", "answer_order"),
        ("discharge_order", "discharge_order"),
    ]  # fmt: skip
    assert audit.verify().sound and invariants.check().sound


@pytest.mark.parametrize("post", sorted(set(POSTS) - SUPERVISING))
def test_only_who_supervises_issues_and_strikes_off(county: SmallCounty, case: Case, post: str) -> None:
    refused(case, county, by=post)
    order = answered(case, county)
    with pytest.raises(Refused):
        ordering.discharge_order(order.number, opinion="好。", by=county[post], at=LATE + DAY)
    with pytest.raises(Refused):
        ordering.send_order_again(order.number, opinion="不好。", days=1, by=county[post], at=LATE + DAY)


@pytest.mark.parametrize("post", sorted(set(POSTS) - {"housing"}))
def test_only_the_unit_answers(county: SmallCounty, case: Case, post: str) -> None:
    order = issued(case, county)
    with pytest.raises(Refused):
        ordering.answer_order(order.number, text="好。", by=county[post], at=LATE)


def test_nobody_strikes_off_the_order_of_their_own_unit(county: SmallCounty, case: Case) -> None:
    order = answered(case, county)
    duties = frozenset({"supervise", "handle"})
    insider = Actor("m-x", COUNTY, (Standing("x", "housing", order.unit_id, duties, f"{COUNTY}000000"),))
    with pytest.raises(Refused, match="不能给自己销号"):
        ordering.discharge_order(order.number, opinion="好。", by=insider, at=LATE + DAY)


def test_no_unit_is_given_an_order_by_itself(county: SmallCounty) -> None:
    case = registered(county)
    assert "自己单位" in refused(case, county, unit="centre")


def test_the_order_of_a_step_is_the_flow_s(county: SmallCounty, case: Case) -> None:
    order = issued(case, county)
    with pytest.raises(Refused, match="待反馈"):
        ordering.discharge_order(order.number, opinion="好。", by=county["supervise"], at=LATE)
    ordering.answer_order(order.number, text="好。", by=county["housing"], at=LATE)
    with pytest.raises(Refused, match="待销号"):
        ordering.answer_order(order.number, text="好。", by=county["housing"], at=LATE)
    with pytest.raises(Refused, match="没有编号"):
        ordering.answer_order("990801-2609-00000000-0", text="好。", by=county["housing"], at=LATE)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": "nobody"}, "没有这个单位"),
        ({"unit": "urban"}, "由县住房和城乡建设局承办"),
        ({"reason": "spite"}, "不在可选范围"),
        ({"level": "purple"}, "不在可选范围"),
        ({"requirement": "  "}, "请写明内容"),
        ({"requirement": "长" * 2001}, "写得太长"),
        ({"days": None}, "期限请填一样"),
        ({"due_on": date(2026, 9, 20)}, "期限请填一样"),
        ({"days": None, "due_on": date(2026, 9, 1)}, "已经过去"),
        ({"level": "interview"}, "约谈要写明哪一天"),
        ({"level": "interview", "interview_on": date(2026, 9, 1)}, "约谈日期已经过去"),
        ({"interview_on": date(2026, 9, 20)}, "只有约谈才填"),
        ({"task": 17}, "已经办完，或者不属于"),
        ({"at": MONDAY}, "还没有超期"),
    ],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused_and_changes_nothing(
    county: SmallCounty, case: Case, changed: dict[str, Any], sentence: str
) -> None:
    assert sentence in refused(case, county, **changed)
    assert not Order.objects.exists()


def test_an_interview_names_its_day(county: SmallCounty, case: Case) -> None:
    order = issued(case, county, level="interview", interview_on=date(2026, 9, 18))
    assert order.interview_on == date(2026, 9, 18)
    assert Happening.objects.get(name="work.order_issued").payload["interview"] == "2026-09-18"


def test_one_open_order_of_a_level_about_a_task(county: SmallCounty, case: Case) -> None:
    first = issued(case, county)
    assert "没有销号" in refused(case, county)
    issued(case, county, level="red")
    ordering.answer_order(first.number, text="好。", by=county["housing"], at=LATE)
    assert "没有销号" in refused(case, county)
    ordering.discharge_order(first.number, opinion="好。", by=county["supervise"], at=LATE)
    issued(case, county)


def test_an_order_may_be_about_the_whole_matter(county: SmallCounty, case: Case) -> None:
    """Without a task: the reply was untrue, the matter came back; to any unit, as often as it takes."""
    for unit in ("urban", "housing"):
        order = issued(case, county, task=None, unit=unit, reason="untrue")
        assert (order.task, order.area) == (None, case.area)
    assert [line[:2] for line in owed(case)] == [("answer_order", "urban"), ("answer_order", "housing")]


def test_a_unit_answers_from_its_own_place_where_the_matter_lies_outside(county: SmallCounty, case: Case) -> None:
    order = issued(case, county, task=None, unit="town-shiqiao", reason="concentrated")
    assert beside(COUNTY, case.subject).get().area == Unit.objects.get(code="town-shiqiao").area
    ordering.answer_order(order.number, text="已经通知。", by=county["town-shiqiao"], at=LATE)


def test_an_order_is_chased_like_any_task_and_no_order_is_issued_about_it(county: SmallCounty, case: Case) -> None:
    order = issued(case, county)
    answer = beside(COUNTY, case.subject).get()
    monday = order.due_at + 2.5 * DAY
    outbox.drain(monday)
    assert set(answer.supervisions.values_list("level", flat=True)) >= {"yellow", "red", "ordinary"}
    assert "不能就督办单再发督办单" in refused(case, county, task=answer.id, at=monday)


def test_an_order_outlives_the_case_until_a_person_strikes_it_off(county: SmallCounty, case: Case) -> None:
    order = issued(case, county, task=None, reason="untrue")
    case = go(case, "sign reply review visit close", county, at=LATE)
    assert case.ended
    assert owed(case) == [("answer_order", "housing", "handle", order.number)]
    assert invariants.check().sound
    ordering.answer_order(order.number, text="已经重新核实。", by=county["housing"], at=LATE)
    ordering.discharge_order(order.number, opinion="属实。", by=county["supervise"], at=LATE)
    assert owed(case) == []
    assert invariants.check().sound


def test_orders_are_seen_where_one_supervises_and_by_their_unit(county: SmallCounty, case: Case) -> None:
    issued(case, county)
    seen = {post for post in POSTS if orders(county[post]).exists()}
    assert seen == SUPERVISING | {"housing"}


def test_a_new_calendar_moves_the_answer_and_a_named_day_stays(county: SmallCounty, case: Case) -> None:
    counted = issued(case, county)
    named = issued(case, county, level="red", days=None, due_on=date(2026, 9, 18))
    notice = Notice(2026, (Day(date(2026, 9, 17), "停工", True, 2026),))
    import_notice(notice, county=COUNTY, source="test", by=Actor.system(COUNTY), at=LATE)
    outbox.drain(LATE)
    before = named.due_at
    counted.refresh_from_db()
    named.refresh_from_db()
    assert counted.due_at == datetime(2026, 9, 21, 0, 0, tzinfo=CHINA), "Sunday the 20th is a make-up workday"
    assert named.due_at == before
    line = Happening.objects.get(name="work.order_limit_moved")
    assert (line.payload["order"], line.payload["verb"]) == (counted.number, "answer_order")
    assert Task.objects.get(about=counted.number).due_at == counted.due_at
    assert invariants.check().sound and audit.verify().sound
