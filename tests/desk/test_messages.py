from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.cases.models import Case
from onedoor.notices.actions.telling import Note, tell
from onedoor.notices.models import Message
from tests.desk.conftest import SignedIn
from tests.small_county import COUNTY, MONDAY

TO = "duty:housing:handle:990801001001"


def told(case: Case, number: int = 1, **more: object) -> list[Message]:
    told = (
        Note(
            kind="case_given", county=COUNTY, subject=case.subject, to=TO, at=MONDAY + timedelta(minutes=n // 2),
            facts={"unit": "housing", "due": "2026-09-16T17:30:00+08:00"}, **more,
        )
        for n in range(number)
    )  # fmt: skip
    tell(*told)  # type: ignore[arg-type]
    return list(Message.objects.order_by("made_at", "id"))


def test_the_bell_counts_what_is_unread_and_the_list_shows_it(signed_in: SignedIn, handled: Case) -> None:
    told(handled, 2)
    client = signed_in("housing")
    assert "消息，2条未读" in client.get("/desk/").content.decode()
    page = client.get("/desk/messages").content.decode()
    assert f"编号{handled.ref}的事项派给县住房和城乡建设局，请在9月16日17:30前签收。" in page
    assert page.count("未读</span>") == 3  # two in the list, one in the bell
    assert "条未读" not in signed_in("urban").get("/desk/").content.decode()


def test_opening_a_message_reads_it_and_leads_to_its_case(signed_in: SignedIn, handled: Case) -> None:
    (message,) = told(handled)
    client = signed_in("housing")
    assert client.get(f"/desk/messages?open={message.id}")["Location"] == f"/desk/cases/{handled.ref}"
    assert "条未读" not in client.get("/desk/messages").content.decode()


def test_all_are_marked_read_by_one_button(signed_in: SignedIn, handled: Case) -> None:
    told(handled, 3)
    client = signed_in("housing")
    assert "全部已读" in client.get("/desk/messages").content.decode()
    page = client.post("/desk/messages", follow=True).content.decode()
    assert "3条消息记为已读" in page and "条未读" not in page and "全部已读" not in page


def test_nothing_told_yet_says_so(signed_in: SignedIn) -> None:
    assert "还没有消息" in signed_in("leader").get("/desk/messages").content.decode()


def test_pages_of_messages_follow_each_other(signed_in: SignedIn, handled: Case) -> None:
    told(handled, 120)
    client, query, seen = signed_in("housing"), "", []
    while query is not None:
        answer = client.get(f"/desk/messages{query}")
        seen += [row.number for row in answer.context["rows"]]
        query = f"?before={answer.context['next'].replace('+', '%2B')}" if answer.context["next"] else None
    assert sorted(seen) == sorted(Message.objects.values_list("id", flat=True))
    assert "99+" in client.get("/desk/messages").content.decode()


@pytest.mark.parametrize(
    "nonsense",
    ["?before=x", "?before=2026-13-45~1", "?before=~", f"?before=2026-09-14T00:00:00Z~{'9' * 40}", "?open=x"],
)
def test_an_address_that_makes_no_sense_starts_from_the_top(signed_in: SignedIn, handled: Case, nonsense: str) -> None:
    told(handled)
    assert signed_in("housing").get(f"/desk/messages{nonsense}").status_code == 200


@pytest.mark.parametrize("number", ["1", "9" * 30])
def test_a_message_of_others_leads_back_with_a_sentence(signed_in: SignedIn, handled: Case, number: str) -> None:
    (message,) = told(handled)
    for opened in (message.id, number):
        page = signed_in("urban").get(f"/desk/messages?open={opened}", follow=True)
        assert page.status_code == 200 and handled.ref not in page.content.decode()
    assert Message.objects.get().read_at is None
