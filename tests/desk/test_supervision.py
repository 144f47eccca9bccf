"""Supervision on the desk: the overdue list, one-click urging, orders from issue to discharge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from onedoor.cases.actions import dispatching, registering, triaging
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case
from onedoor.work.models import Order, Supervision, Task
from onedoor.work.queries import leading
from tests.desk.conftest import SignedIn
from tests.small_county import COUNTY, MONDAY, SmallCounty

LATE = MONDAY + timedelta(days=1)
ISSUED = {"unit": "housing", "reason": "overdue", "level": "yellow", "requirement": "今天签收。", "days": "3"}


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel(LATE, tick=False):
        yield


@pytest.fixture
def late(county: SmallCounty, lift: Case) -> Case:
    """The lift, given to housing on Monday and not signed for; another case the centre has not triaged."""
    triaging.triage(lift.ref, colour="yellow", item="15-03", by=county["dispatch"], at=MONDAY)
    registering.register(
        Incoming(channel="web", text="路灯不亮。"), county=COUNTY, by=county["guide"], at=MONDAY
    )  # fmt: skip
    return dispatching.dispatch(lift.ref, to="housing", by=county["dispatch"], at=MONDAY)


def task_of(case: Case) -> Task:
    task = leading(COUNTY, case.subject)
    assert task is not None
    return task


def page(signed_in: SignedIn, post: str, address: str) -> str:
    answer = signed_in(post).get(f"/desk/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_supervisor_sees_all_that_is_late_and_a_unit_its_own(signed_in: SignedIn, late: Case) -> None:
    assert "电梯又停了" in page(signed_in, "supervise", "overdue") and "路灯" in page(signed_in, "supervise", "overdue")
    housing = page(signed_in, "housing", "overdue")
    assert "电梯又停了" in housing and "路灯" not in housing and "/urge" not in housing
    assert "没有超期的事项" in page(signed_in, "urban", "overdue")


def test_the_list_counts_its_units_and_is_narrowed_by_unit_step_and_level(signed_in: SignedIn, late: Case) -> None:
    client = signed_in("supervise")

    def found(query: str) -> tuple[int, dict[str, int]]:
        context = client.get(f"/desk/overdue?{query}").context
        return len(context["rows"]), {unit.unit: unit.tasks for unit in context["units"]}

    assert found("") == (2, {"centre": 1, "housing": 1})
    assert found("unit=housing") == (1, {"centre": 1, "housing": 1})
    assert found("verb=triage") == (1, {"centre": 1})
    assert found("level=red") == (0, {})
    assert found("unit=nobody&verb=x") == (0, {})
    assert found("after=nonsense")[0] == 2


def test_one_click_urges_and_comes_back_to_the_same_list(signed_in: SignedIn, late: Case) -> None:
    client, task = signed_in("supervise"), task_of(late)
    answer = client.post(f"/desk/overdue/{task.id}/urge?unit=housing", follow=True)
    assert answer.redirect_chain == [("/desk/overdue?unit=housing", 302)]
    assert "已催县住房和城乡建设局签收" in answer.content.decode()
    assert Supervision.objects.filter(task=task, level="ordinary").count() == 1
    again = client.post(f"/desk/overdue/{task.id}/urge?unit=housing")
    assert again.status_code == 422 and "一天只催一次" in again.content.decode()
    assert "催办，县住房和城乡建设局应签收" in page(signed_in, "supervise", f"cases/{late.ref}")


def test_what_the_supervisor_s_own_unit_owes_can_be_urged_and_not_ordered(signed_in: SignedIn, late: Case) -> None:
    rows = {row.step: row for row in signed_in("supervise").get("/desk/overdue").context["rows"]}
    assert [(rows[step].may_urge, rows[step].may_order) for step in ("签收", "定级分流")] == [
        (True, True), (True, False),
    ]  # fmt: skip


def test_an_informant_s_report_is_not_named_to_who_may_not_see_it(signed_in: SignedIn, late: Case) -> None:
    Case.objects.filter(pk=late.pk).update(nature="inform")
    told = page(signed_in, "supervise", "overdue?unit=housing")
    assert "您不能查看的事项" in told
    assert "电梯" not in told and late.ref not in told


def test_an_order_walks_from_the_list_to_its_discharge(signed_in: SignedIn, late: Case) -> None:
    supervisor, unit = signed_in("supervise"), signed_in("housing")
    new = f"/desk/orders/new?task={task_of(late).id}"
    assert new in page(signed_in, "supervise", "overdue")
    made = supervisor.post(new, ISSUED, follow=True)
    order = Order.objects.get()
    assert made.redirect_chain == [(f"/desk/orders/{order.number}", 302)]
    assert "已给县住房和城乡建设局发督办单" in made.content.decode()

    inbox = unit.get("/desk/").content.decode()
    assert "反馈督办" in inbox and f"/desk/orders/{order.number}" in inbox
    shown = unit.get(f"/desk/orders/{order.number}").content.decode()
    assert "今天签收。" in shown and "answer_order" in shown
    unit.post(f"/desk/orders/{order.number}/answer_order", {"text": "已签收。"})

    assert f"/desk/orders/{order.number}" in supervisor.get("/desk/?duty=supervise").content.decode()
    assert "answer_order" not in unit.get(f"/desk/orders/{order.number}").content.decode()
    again = supervisor.get(f"/desk/orders/{order.number}?do=send_order_again").content.decode()
    assert "退回理由" in again
    supervisor.post(f"/desk/orders/{order.number}/send_order_again", {"opinion": "没有照片。", "days": "1"})
    unit.post(f"/desk/orders/{order.number}/answer_order", {"text": "补了照片。"})
    supervisor.post(f"/desk/orders/{order.number}/discharge_order", {"opinion": "属实。"})
    order.refresh_from_db()
    assert order.state == "discharged"
    told = page(signed_in, "supervise", f"orders/{order.number}")
    for words in ("今天签收。", "已签收。", "没有照片。", "补了照片。", "属实。", "已经销号"):
        assert words in told
    case_page = page(signed_in, "supervise", f"cases/{late.ref}")
    assert all(words in case_page for words in ("下达督办单", "督办单退回重办", "督办单销号"))


def test_what_is_wrong_with_an_order_is_said_beside_the_field(signed_in: SignedIn, late: Case) -> None:
    client, new = signed_in("supervise"), f"/desk/orders/new?task={task_of(late).id}"
    for changed, field in (
        ({"level": "interview"}, "interview_on"), ({"days": ""}, "days"), ({"requirement": ""}, "requirement"),
        ({"due_on": "2026-09-20"}, "days"),
    ):  # fmt: skip
        answer = client.post(new, ISSUED | changed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
    assert not Order.objects.exists()


def test_an_order_about_a_whole_case_starts_on_its_page(signed_in: SignedIn, late: Case) -> None:
    new = f"/desk/orders/new?case={late.ref}"
    assert new in page(signed_in, "supervise", f"cases/{late.ref}")
    assert new not in page(signed_in, "dispatch", f"cases/{late.ref}")
    signed_in("supervise").post(new, ISSUED | {"unit": "urban", "reason": "leader"})
    assert (Order.objects.get().unit.code, Order.objects.get().task) == ("urban", None)


def test_an_order_s_number_finds_it_and_hides_from_others(signed_in: SignedIn, late: Case) -> None:
    signed_in("supervise").post(f"/desk/orders/new?task={task_of(late).id}", ISSUED)
    number = Order.objects.get().number
    assert signed_in("housing").get(f"/desk/find?q={number}")["Location"] == f"/desk/orders/{number}"
    assert signed_in("urban").get(f"/desk/orders/{number}").status_code == 404
    assert number not in page(signed_in, "urban", "orders")
    assert re.search(f'href="/desk/orders/{number}"', page(signed_in, "housing", "orders?state=issued"))
    assert number not in page(signed_in, "supervise", "orders?state=discharged")


def test_only_a_supervisor_is_shown_the_way_to_the_list(signed_in: SignedIn, late: Case) -> None:
    assert "/desk/overdue" in page(signed_in, "supervise", "")
    assert "/desk/overdue" not in page(signed_in, "visit", "")


def test_pages_of_the_list_follow_each_other(signed_in: SignedIn, county: SmallCounty) -> None:
    told = [
        registering.register(
            Incoming(channel="web", text=f"第{number}件"), county=COUNTY, by=county["guide"],
            at=MONDAY + timedelta(minutes=number // 3),
        )[0].subject
        for number in range(110)
    ]  # fmt: skip
    client, query, seen = signed_in("supervise"), "verb=triage", []
    while query:
        context = client.get(f"/desk/overdue?{query}").context
        seen += [row.task.subject for row in context["rows"]]
        query = f"verb=triage&after={context['next'].replace('+', '%2B')}" if context["next"] else ""
    assert seen == sorted(seen, key=told.index) and sorted(seen) == sorted(told)
