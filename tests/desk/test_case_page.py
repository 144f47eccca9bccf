from __future__ import annotations

import pytest

from onedoor.cases.models import Case
from onedoor.core.models import Happening
from tests.desk.conftest import SignedIn


def shown(signed_in: SignedIn, post: str, case: Case, query: str = "") -> str:
    return signed_in(post).get(f"/desk/cases/{case.ref}{query}").content.decode()


def test_the_reporter_is_masked_until_somebody_gives_a_reason(signed_in: SignedIn, handled: Case) -> None:
    client = signed_in("housing")
    report = handled.reports.get().id
    assert "周**" in (page := client.get(f"/desk/cases/{handled.ref}").content.decode())
    assert "周晓云" not in page and "13900010417" not in page and "801室" not in page
    refused = client.post(f"/desk/cases/{handled.ref}/contacts/{report}", {"reason": " "})
    assert refused.status_code == 422 and "周晓云" not in refused.content.decode()
    opened = client.post(f"/desk/cases/{handled.ref}/contacts/{report}", {"reason": "约上门时间"}).content.decode()
    assert "周晓云" in opened and "13900010417" in opened
    assert Happening.objects.filter(subject=handled.subject, name="cases.contact_unmasked", actor="m-housing").exists()


def test_the_action_bar_is_what_the_flow_and_the_duty_allow(signed_in: SignedIn, handled: Case) -> None:
    shown = {
        post: [b.verb for b in signed_in(post).get(f"/desk/cases/{handled.ref}").context["bar"].shown]
        for post in ("housing", "dispatch", "visit", "leader")
    }
    assert shown == {"housing": ["reply", "send_back"], "dispatch": [], "visit": [], "leader": []}


def test_a_case_of_others_and_a_case_that_is_not_there_look_the_same(signed_in: SignedIn, handled: Case) -> None:
    foreign = signed_in("urban").get(f"/desk/cases/{handled.ref}")
    absent = signed_in("urban").get("/desk/cases/990801-2609-00000000-1")
    assert foreign.status_code == absent.status_code == 404
    assert handled.title not in foreign.content.decode()


def test_a_step_is_taken_from_the_page_and_stands_on_the_timeline(signed_in: SignedIn, lift: Case) -> None:
    client = signed_in("dispatch")
    answer = client.post(
        f"/desk/cases/{lift.ref}/triage", {"colour": "yellow", "item": "15-03", "area": lift.area}, follow=True
    )
    assert answer.redirect_chain and "黄·疑难" in answer.content.decode()
    assert "为什么是这天" in answer.content.decode()
    lift.refresh_from_db()
    assert (lift.state, lift.colour) == ("triaged", "yellow")


@pytest.mark.parametrize(
    ("verb", "sent", "sentence"),
    [
        ("triage", {"item": "15-03"}, "这个字段是必填项"),
        ("triage", {"colour": "green", "item": "99-99"}, "选择一个有效的选项"),
        ("sign", {}, "不能这样办"),
        ("fly", {}, "没有“fly”这一步"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why_and_changes_nothing(
    signed_in: SignedIn, lift: Case, verb: str, sent: dict[str, str], sentence: str
) -> None:
    before = Happening.objects.filter(subject=lift.subject).count()
    answer = signed_in("dispatch").post(f"/desk/cases/{lift.ref}/{verb}", sent)
    assert answer.status_code in (404, 422)
    assert sentence in answer.content.decode()
    assert Happening.objects.filter(subject=lift.subject).count() == before


def test_the_page_tells_when_the_record_does_not_hold_together(signed_in: SignedIn, handled: Case) -> None:
    assert "校验通过" in shown(signed_in, "dispatch", handled)
    Case.objects.filter(pk=handled.pk).update(chain_head="0" * 64)
    assert "校验不符" in shown(signed_in, "dispatch", handled)
