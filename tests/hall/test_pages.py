"""The screens of the hall: for the desk, for a window, for whoever comes, and for everybody in the room."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from onedoor.cases.models import Case
from onedoor.cases.queries import reports_of
from onedoor.citizen.timeline import moments
from onedoor.citizen.views import hall as kiosk
from onedoor.citizen.ways import way
from onedoor.hall.actions import arranging, attending, calling, receiving, ticketing
from onedoor.hall.models import Talk, Ticket
from onedoor.organisation.models import Member
from tests.cases.histories import go, registered
from tests.small_county import MINUTE, MONDAY, SmallCounty

NOTE = {"asked": "问电梯什么时候修好。", "told": "三天内更换主板。", "next": "dispatch"}


def browser(login: str) -> Client:
    client = Client()
    client.force_login(Member.objects.get(login=login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def draw(hall: SmallCounty, line: str = "A") -> Ticket:
    return ticketing.issue(line, by=hall["guide"], at=timezone.now())


def test_the_desk_draws_a_number_and_says_how_many_are_before_it(hall: SmallCounty) -> None:
    draw(hall)
    answer = browser("guide").post("/desk/hall/tickets", {"line": "A", "first": ""}, follow=True)
    assert "A002" in answer.text and "前面还有1人" in answer.text
    assert browser("guide").post("/desk/hall/tickets", {}).status_code == 422


def test_the_screen_asks_by_itself_and_hears_only_what_is_new(hall: SmallCounty) -> None:
    desk = browser("guide")
    mark = re.search(r"seen=([0-9a-f]+)", desk.get("/desk/hall").text)
    assert mark and desk.get(f"/desk/hall/queue?seen={mark[1]}").status_code == 204
    draw(hall)
    assert "A001" in desk.get(f"/desk/hall/queue?seen={mark[1]}").text


def test_a_screen_that_asks_by_itself_keeps_nobody_signed_in(hall: SmallCounty) -> None:
    desk = browser("guide")
    assert "sessionid" not in desk.get("/desk/hall/queue").cookies
    assert "sessionid" in desk.get("/desk/hall").cookies


def test_a_window_calls_serves_registers_and_ends_a_number(hall: SmallCounty) -> None:
    draw(hall)
    window = browser("guide")
    window.post("/desk/hall/window", {"window": "w1"})
    window.post("/desk/hall/window/next")
    ticket = Ticket.objects.get()
    window.post(f"/desk/hall/tickets/{ticket.id}/serve", {"back": "window"})
    said = {"text": "三号楼楼道灯坏了。", "nature": "demand", "urgency": "normal", "reply_by": "phone"}
    answer = window.post("/desk/register", said | {"channel": "window", "token": "t-hall", "do": "register"})
    ticket.refresh_from_db()
    assert answer.status_code == 302, answer.text
    assert ticket.case == Case.objects.get()
    window.post(f"/desk/hall/tickets/{ticket.id}/finish", {"back": "window", "outcome": "registered"})
    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome) == ("done", "registered")
    assert "现在没有人等" in window.get("/desk/hall/window").text


def test_a_step_that_came_too_late_says_so(hall: SmallCounty) -> None:
    ticket = draw(hall)
    answer = browser("guide").post(f"/desk/hall/tickets/{ticket.id}/requeue")
    assert answer.status_code == 422
    assert "A001现在是“等候”" in answer.text


def test_whoever_comes_draws_a_number_without_a_name(hall: SmallCounty) -> None:
    answer = Client().post("/hall/centre/ticket", {"line": "B", "first": "1"}, follow=True)
    assert "B001" in answer.text and "下一个就是您" in answer.text and "优先" in answer.text
    assert Ticket.objects.get().by == "resident"
    assert Client().post("/hall/centre/ticket", {"line": "Z"}).status_code == 422
    for unknown in ("/hall/housing/ticket", "/hall/centre/ticket/B777", "/hall/centre/ticket/x"):
        assert Client().get(unknown).status_code == 404


def test_no_script_fills_the_queue(hall: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kiosk, "MOST", 2)
    answers = [Client().post("/hall/centre/ticket", {"line": "A"}).status_code for _again in range(3)]
    assert answers == [302, 302, 422]


def test_the_board_shows_numbers_and_windows_and_nothing_else(hall: SmallCounty) -> None:
    ticket = draw(hall)
    calling.call_next("w1", by=hall["guide"], at=timezone.now())
    case = registered(hall)
    Ticket.objects.update(case=case)
    board = Client().get("/hall/centre/board").text
    assert "A001" in board and "请到1号窗口" in board
    assert case.ref not in board and case.title not in board and "测试" not in board
    assert '<meta http-equiv="refresh"' in board
    assert "请到<b>1号窗口</b>" in Client().get(f"/hall/centre/ticket/{ticket.label}").text


def test_an_invited_unit_is_led_from_its_inbox_to_the_talk_and_signs(hall: SmallCounty) -> None:
    case = registered(hall)
    talk = arranging.arrange(case.ref, mode="joint", units=["urban"], by=hall["guide"], at=timezone.now())
    unit = browser("urban")
    assert f"/desk/hall/talks/{talk.id}" in unit.get("/desk/").text
    assert "签到" in unit.get(f"/desk/hall/talks/{talk.id}").text
    unit.post(f"/desk/hall/talks/{talk.id}/arrive")
    unit.post(f"/desk/hall/talks/{talk.id}/speak", {"text": "今晚就派人疏导。"})
    assert "今晚就派人疏导。" in browser("guide").get(f"/desk/hall/talks/{talk.id}").text
    assert browser("housing").get(f"/desk/hall/talks/{talk.id}").status_code == 404


def test_a_note_that_lacks_something_keeps_what_was_written(hall: SmallCounty) -> None:
    case = registered(hall)
    answer = browser("guide").post(
        f"/desk/hall/talks/new?case={case.ref}", {"ref": case.ref, "mode": "sort", "asked": "问什么时候修好。"}
    )
    assert answer.status_code == 422
    assert "问什么时候修好。" in answer.text
    assert not Talk.objects.exists()


def test_what_was_begun_about_a_talk_is_there_again_until_it_is_sent(hall: SmallCounty) -> None:
    case, desk = registered(hall), browser("guide")
    page = f"talk:new:{case.ref}"
    written = NOTE | {"ref": case.ref, "mode": "aid", "told": "写到一半"}
    assert desk.post("/desk/drafts", written | {"draft_page": page, "draft_version": "0"}).status_code == 200
    assert "写到一半" in desk.get(f"/desk/hall/talks/new?case={case.ref}").text
    assert f"/desk/hall/talks/new?case={case.ref}" in desk.get("/desk/drafts").text
    desk.post(f"/desk/hall/talks/new?case={case.ref}", written)
    assert "写到一半" not in desk.get(f"/desk/hall/talks/new?case={case.ref}").text


def test_a_talk_that_was_held_leads_to_giving_the_case_to_who_was_there(hall: SmallCounty) -> None:
    case = go(registered(hall), "triage", hall)
    talk = arranging.arrange(case.ref, mode="joint", units=["housing", "urban"], by=hall["guide"], at=MONDAY)
    attending.arrive(talk.id, by=hall["housing"], at=MONDAY)
    receiving.conclude(talk.id, by=hall["guide"], at=MONDAY, **NOTE)
    page = browser("dispatch").get(f"/desk/hall/talks/{talk.id}").text
    assert "do=dispatch&amp;to=housing" in page and "to=urban" not in page


def test_the_resident_reads_that_they_talked_at_the_centre_and_no_word_of_it(hall: SmallCounty) -> None:
    case = registered(hall)
    receiving.receive(ref=case.ref, mode="sort", by=hall["guide"], at=MONDAY + MINUTE, **NOTE)
    report = reports_of(case)[0]
    told = moments(report, way(report).steps, now=MONDAY + MINUTE * 5)
    assert (told[-1].title, told[-1].meta) == ("到中心当面谈过", "今天09:31")
    assert all(NOTE["told"] not in moment.text + moment.quote for moment in told)


@pytest.mark.parametrize(("address", "most"), [("/desk/hall", 6), ("/hall/centre/board", 5), ("/desk/hall/talks", 6)])
def test_a_page_of_the_hall_costs_the_same_with_few_and_with_many(hall: SmallCounty, address: str, most: int) -> None:
    desk, costs = browser("guide"), []
    case = registered(hall)
    for more in (2, 8):
        for _one in range(more):
            draw(hall)
            arranging.arrange(case.ref, mode="joint", units=["housing"], by=hall["guide"], at=timezone.now())
        desk.get(address)  # what is kept in memory is there
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        costs.append(len(queries))
    assert max(costs) <= most, costs
