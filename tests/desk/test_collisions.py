"""Two people at one case: nobody's words are lost, and whoever comes second knows what happened."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client

from onedoor.cases.actions import assisting, describing, replying, reviewing, sealing
from onedoor.cases.models import Case
from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import Item, ReplyTemplate
from onedoor.work.models import Draft
from tests.cases.histories import go, now, registered
from tests.desk.conftest import SignedIn
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

WORDS = "经现场查看，主板烧毁，已经联系维保单位更换。"


def shown(client: Client, case: Case, query: str = "") -> str:
    return client.get(f"/desk/cases/{case.ref}{query}").content.decode()


def send(client: Client, case: Case, verb: str, **told: object) -> HttpResponse:
    return client.post(f"/desk/cases/{case.ref}/{verb}", told)  # type: ignore[return-value]


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found.group(1)


@pytest.fixture
def shared(county: SmallCounty) -> Case:
    """With a unit, with another one helping."""
    return go(registered(county), "triage dispatch sign", county, assists=["town-chengguan"])


def test_whoever_comes_second_reads_what_happened_and_sends_all_the_same(
    signed_in: SignedIn, shared: Case, county: SmallCounty
) -> None:
    client = signed_in("housing")
    before = seen(shown(client, shared))
    assisting.assist(shared.ref, text="楼下已经设了围挡。", by=county["town-chengguan"], at=MONDAY + MINUTE * 9)
    answer = send(client, shared, "reply", text=WORDS, seen=before)
    page = answer.content.decode()
    assert answer.status_code == 409 and now(shared).state == "handling"
    notice = page[page.index("od-notice--yellow") : page.index("step-form", page.index("od-notice--yellow"))]
    for told in ("协办完成", "城关街道综治中心", "楼下已经设了围挡", "综治岗"):
        assert told in notice, told
    assert WORDS in page and "照样提交" in page
    assert send(client, shared, "reply", text=WORDS, seen=seen(page)).status_code == 302
    assert now(shared).state == "replied" and not Draft.objects.exists()


def test_words_for_a_step_that_is_gone_can_be_copied_and_are_kept_as_a_draft(
    signed_in: SignedIn, shared: Case, county: SmallCounty
) -> None:
    client = signed_in("housing")
    before = seen(shown(client, shared))
    replying.reply(shared.ref, text="另一位同事已经答复过了。", by=county["housing"], at=MONDAY + MINUTE * 9)
    page = send(client, shared, "reply", text=WORDS, seen=before).content.decode()
    assert re.search(rf"<textarea[^>]*readonly>{WORDS}</textarea>", page) and "现在不能办了" in page
    assert "step-form" not in page
    assert "主板烧毁" in signed_in("housing").get("/desk/drafts").content.decode()


def test_words_for_a_case_that_left_one_s_sight_are_not_lost_either(signed_in: SignedIn, county: SmallCounty) -> None:
    case, client = registered(county), signed_in("dispatch")
    sealing.make_report(case.ref, by=county["inform"], at=MONDAY)
    answer = send(client, case, "answer", text=WORDS, seen="2")
    page = answer.content.decode()
    assert answer.status_code == 404 and WORDS in page and case.title not in page
    assert Draft.objects.filter(member="m-dispatch").exists()


def test_one_s_own_steps_and_what_nobody_did_are_no_collision(
    signed_in: SignedIn, shared: Case, county: SmallCounty
) -> None:
    client = signed_in("housing")
    before = seen(shown(client, shared))
    report = shared.reports.get().id
    for post in ("housing", "dispatch"):
        signed_in(post).post(f"/desk/cases/{shared.ref}/contacts/{report}", {"reason": "约时间"})
    assert send(client, shared, "reply", text=WORDS, seen=before).status_code == 302


def test_a_button_without_a_form_asks_again_too(signed_in: SignedIn, shared: Case, county: SmallCounty) -> None:
    go(shared, "reply", county)
    client = signed_in("review")
    before = seen(shown(client, shared))
    colleague = replace(county["review"], code="m-other")
    reviewing.rework(shared.ref, reason="没有写费用。", by=colleague, at=MONDAY)
    go(shared, "reply", county)
    answer = send(signed_in("review"), shared, "review", seen=before)
    page = answer.content.decode()
    assert answer.status_code == 409 and "刚才那一步没有办" in page and now(shared).state == "replied"
    assert send(signed_in("review"), shared, "review", seen=seen(page)).status_code == 302


def test_two_who_describe_a_case_do_not_write_over_each_other(signed_in: SignedIn, county: SmallCounty) -> None:
    case, client = registered(county), signed_in("dispatch")
    before = seen(shown(client, case, "?do=describe"))
    describing.describe(
        case.ref, kind="", urgency="urgent", nature="demand", upstream_no="THEIRS-2", by=county["guide"], at=MONDAY
    )
    told = {"nature": "demand", "kind": "help", "urgency": "prompt", "upstream_no": "MINE-1"}
    answer = send(client, case, "describe", **told, seen=before)
    page = answer.content.decode()
    assert answer.status_code == 409 and "MINE-1" in page and "修改了登记要素" in page
    assert now(case).upstream_no == "THEIRS-2"


def test_two_who_write_a_summary_do_not_write_over_each_other(signed_in: SignedIn, county: SmallCounty) -> None:
    case = sealing.seal(registered(county).ref, by=county["guide"], at=MONDAY)
    client = signed_in("dispatch")
    before = seen(shown(client, case, "?do=summarise"))
    colleague = replace(county["dispatch"], code="m-other")
    sealing.summarise(case.ref, summary="反映一处小区设备停用，请查维保记录。", by=colleague, at=MONDAY)
    mine = "请到现场查看设备为什么长期停用。"
    answer = send(client, case, "summarise", summary=mine, seen=before)
    assert answer.status_code == 409 and mine in answer.content.decode()
    assert now(case).summary == "反映一处小区设备停用，请查维保记录。"


def test_a_draft_comes_back_with_its_hour_and_can_be_thrown_away(signed_in: SignedIn, shared: Case) -> None:
    client, page = signed_in("housing"), f"case:{shared.ref}:reply"
    told = {"draft_page": page, "draft_version": "0", "text": WORDS, "seen": "1"}
    assert client.post("/desk/drafts", told).status_code == 200
    again = shown(client, shared)
    assert WORDS in again and "上次没写完的" in again and 'data-od-draft-version="1"' in again
    assert "您上次写到现在" in again
    away = client.post("/desk/drafts/drop", {"page": page, "back": "1"})
    assert away["Location"].startswith(f"/desk/cases/{shared.ref}")
    assert WORDS not in shown(client, shared)


def test_what_is_sent_leaves_no_draft(signed_in: SignedIn, shared: Case) -> None:
    client, page = signed_in("housing"), f"case:{shared.ref}:reply"
    client.post("/desk/drafts", {"draft_page": page, "draft_version": "0", "text": WORDS})
    assert Draft.objects.count() == 1
    send(client, shared, "reply", text=WORDS)
    assert not Draft.objects.exists()


@pytest.fixture
def template(county: SmallCounty) -> ReplyTemplate:
    item = Item.objects.get(county=COUNTY, code="15-03")
    other = Item.objects.get(county=COUNTY, code="10-01")
    ReplyTemplate.objects.create(county=COUNTY, code="T-9", name="油烟", verb="reply", item=other, text="油烟净化器")
    made = ReplyTemplate.objects.create(
        county=COUNTY, code="T-1", name="电梯修好了", verb="reply", item=item, text="电梯已于〔日期〕修好。"
    )
    catalogue.changed()
    return made


def test_a_text_of_the_house_begins_a_reply_and_never_covers_what_was_written(
    signed_in: SignedIn, shared: Case, template: ReplyTemplate
) -> None:
    client = signed_in("housing")
    assert "电梯修好了" in (page := shown(client, shared)) and "油烟" not in page
    assert re.search(r">\s*电梯已于〔日期〕修好。</textarea>", shown(client, shared, "?do=reply&template=T-1"))
    begun = send(client, shared, "reply", text=WORDS, template="T-1")
    assert begun.status_code == 200 and re.search(rf"{WORDS}\s+电梯已于〔日期〕修好。", begun.content.decode())
    unfinished = send(client, shared, "reply", text="电梯已于〔日期〕修好，请放心使用。")
    assert unfinished.status_code == 422 and "还没有填" in unfinished.content.decode()
