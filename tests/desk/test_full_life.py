"""The page of a case off the straight road: requests, secrecy, merges, halts, safety, and the words for all of them."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from onedoor.cases.actions import assisting, merging, registering
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case, Request, Viewing
from onedoor.config import documentation
from onedoor.desk.timeline import chases, exits, overlays, rights, road  # noqa: F401
from onedoor.desk.timeline.wording import SAYS
from tests.cases.histories import go, registered
from tests.desk import situations
from tests.desk.conftest import SignedIn
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

NOW = MONDAY + MINUTE * 30


def shown(client: Client, case: Case, query: str = "") -> str:
    return client.get(f"/desk/cases/{case.ref}{query}").content.decode()


def post(client: Client, case: Case, verb: str, **told: object) -> str:
    return client.post(f"/desk/cases/{case.ref}/{verb}", told, follow=True).content.decode()


def test_every_event_of_a_case_has_words_on_its_timeline() -> None:
    told = {name for name in documentation.known_events() if name.startswith(("cases.", "work.task_", "work.order_"))}
    of_lists = {"cases.export_begun", "cases.exported"}  # on a chain of their own, about no single case
    assert told - of_lists - SAYS.keys() == set()


def test_a_request_is_decided_on_the_page_by_somebody_else_than_the_asker(
    signed_in: SignedIn, county: SmallCounty
) -> None:
    with time_machine.travel(NOW, tick=False):
        case = go(registered(county), "triage dispatch sign", county)
        form = shown(signed_in("housing"), case, "?do=ask_extension")
        assert "延1个工作日" not in form and re.search(r"1个工作日，到[^<]+24:00", form)
        post(signed_in("housing"), case, "ask_extension", n=2, reason="主板还在路上")
        request = Request.objects.get(case=case)
        page = shown(signed_in("approve"), case, f"?do=decide&about={request.id}&granted=yes")
        assert "主板还在路上" in page and "审批延期" in page and re.search(r'value="yes"[^>]*checked', page)
        refused = post(signed_in("approve"), case, "decide", request=request.id, granted="yes", reason=" ")
        assert "有1处要改一下" in refused
        granted = post(signed_in("approve"), case, "decide", request=request.id, granted="yes", reason="情况属实")
        assert "已延期" in granted and "同意延期" in granted and str(request.id) not in granted
    assert Case.objects.get(pk=case.pk).extensions == 1


def test_who_asked_may_not_decide_and_is_told_so(signed_in: SignedIn, county: SmallCounty) -> None:
    case = situations.CASES["extension asked"](county)
    Request.objects.update(asked_by="m-approve")
    page = shown(signed_in("approve"), case)
    assert "自己的申请由别人审批" in page and "do=decide" not in page


WORDS = "王某某每月从账上取走三万元"


@pytest.fixture
def secret(county: SmallCounty, signed_in: SignedIn) -> Case:
    """A confidential report, summarised by the desk and given to the housing bureau."""
    told = Incoming(channel="hotline", text=WORDS, name="周晓云", phone="13900010417", confidential=True)
    case = registering.register(told, county=COUNTY, by=county["guide"], at=MONDAY)[0]
    case = go(case, "triage", county)
    client = signed_in("dispatch")
    assert "单位只看得到这一段" in shown(client, case)
    post(client, case, "summarise", summary="反映某小区账目不清，请查账。")
    return go(case, "dispatch", county)


def test_of_a_secret_case_the_unit_sees_the_summary_and_nothing_else(signed_in: SignedIn, secret: Case) -> None:
    unit, centre = shown(signed_in("housing"), secret), shown(signed_in("dispatch"), secret)
    assert "反映某小区账目不清" in unit and "保密件" in unit
    for told in (WORDS, "取走三万元", "周晓云", "周*", "139"):
        assert told not in unit
    assert WORDS in centre and "诉求人（保密）" in centre and "周*" not in centre and "139****" not in centre
    assert WORDS not in signed_in("dispatch").get("/desk/").content.decode()


def test_a_secret_reporter_is_looked_at_by_two(signed_in: SignedIn, county: SmallCounty, secret: Case) -> None:
    report = secret.reports.get()
    with time_machine.travel(NOW, tick=False):
        asker = signed_in("dispatch")
        assert f"do=ask_unmask&amp;about={report.id}" in shown(asker, secret)
        form = shown(asker, secret, f"?do=ask_unmask&about={report.id}")
        assert "要由另一位审批人同意" in form and f'value="{report.id}"' in form
        waiting = post(asker, secret, "ask_unmask", report=report.id, reason="约当面取证的时间")
        assert "已申请查看，等审批" in waiting
        assert "约当面取证的时间" not in shown(signed_in("housing"), secret)
        request = Request.objects.get(case=secret)
        post(signed_in("approve"), secret, "decide", request=request.id, granted="yes", reason="必要")
        assert "查看并记入经过" in shown(asker, secret)
        opened = asker.post(f"/desk/cases/{secret.ref}/contacts/{report.id}", {"reason": "约时间"}).content.decode()
        assert "周晓云" in opened and "13900010417" in opened
        assert "查看并记入经过" not in shown(signed_in("guide"), secret)


def test_an_informant_s_report_leaves_the_dispatcher_s_sight(signed_in: SignedIn, county: SmallCounty) -> None:
    case = registered(county)
    answer = signed_in("dispatch").post(f"/desk/cases/{case.ref}/make_report", {"accused": "urban"})
    assert answer["Location"] == "/desk/"
    assert signed_in("dispatch").get(f"/desk/cases/{case.ref}").status_code == 404
    page = shown(signed_in("inform"), case)
    assert "反映的是县城市管理局" in page and "举报" in page


def test_a_merged_case_and_its_main_one_lead_to_each_other(signed_in: SignedIn, county: SmallCounty) -> None:
    case = situations.merged(county)
    assert case.into is not None
    assert f"/desk/cases/{case.into.ref}" in shown(signed_in("dispatch"), case)
    assert f"/desk/cases/{case.ref}" in shown(signed_in("dispatch"), case.into)


def test_likely_cases_are_offered_for_a_merge_and_secret_ones_never(signed_in: SignedIn, county: SmallCounty) -> None:
    case, same, hidden = registered(county), registered(county), registered(county)
    Case.objects.filter(pk=hidden.pk).update(confidential=True)
    page = shown(signed_in("dispatch"), case, "?do=merge")
    assert f'value="{same.ref}"' in page and hidden.ref not in page and "同一号码反映" in page
    wrong = post(signed_in("dispatch"), case, "merge", into="other", ref="990801-1", reason="同一部电梯")
    assert "请填另一件的完整编号" in wrong
    post(signed_in("dispatch"), case, "merge", into=same.ref, reason="同一部电梯")
    assert Case.objects.get(pk=case.pk).into_id == same.pk


def test_after_one_reporter_the_next_is_called(signed_in: SignedIn, county: SmallCounty) -> None:
    main, other = registered(county), registered(county)
    merging.merge(other.ref, into=main.ref, reason="同一部电梯", by=county["dispatch"], at=MONDAY)
    go(main, "triage dispatch sign reply review", county)
    client = signed_in("visit")
    page = shown(client, main)
    assert "本件来件人" in page and f"并入的{other.ref}的来件人" in page
    reports = [main.reports.get().id, other.reports.get().id]
    answers = {"means": "phone", "contacted": "yes", "solved": "yes", "satisfied": "yes"}
    told = post(client, main, "visit", report=reports[0], **answers)
    assert "还有1位来件人要回访" in told and f'value="{reports[1]}"' in told
    post(client, main, "visit", report=reports[1], **answers)
    assert Case.objects.get(pk=main.pk).state == "visited"


@pytest.mark.parametrize(
    ("name", "post", "sentence"),
    [
        ("halted", "housing", "时钟停着，到期自动恢复"),
        ("stopped for safety", "dispatch", "正在安全研判"),
        ("raised", "dispatch", "已提级到县级"),
        ("extended", "housing", "办结时限改到"),
        ("unsolved", "review", "当事人说没有解决"),
        ("merged", "dispatch", "已并案"),
    ],
)
def test_what_must_be_known_first_stands_above(
    signed_in: SignedIn, county: SmallCounty, name: str, post: str, sentence: str
) -> None:
    assert sentence in shown(signed_in(post), situations.CASES[name](county))


def test_an_upstream_day_stands_above(signed_in: SignedIn, county: SmallCounty) -> None:
    case = registered(county)
    Case.objects.filter(pk=case.pk).update(upstream_no="JS-12345", upstream_by="2026-09-30")
    page = shown(signed_in("dispatch"), case)
    assert "9月30日" in page and "JS-12345" in page


def test_what_helpers_owe_and_did_is_on_the_page(signed_in: SignedIn, county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign", county, assists=["town-chengguan"])
    assert "等协办结果" in shown(signed_in("housing"), case)
    assisting.assist(case.ref, text="已在现场疏导", by=county["town-chengguan"], at=MONDAY)
    page = shown(signed_in("housing"), case)
    assert "已完成" in page and "已在现场疏导" in page


def test_the_clauses_of_a_refusal_stand_with_where_else_to_go(signed_in: SignedIn, county: SmallCounty) -> None:
    page = shown(signed_in("dispatch"), registered(county), "?do=ask_decline")
    assert "已进入信访程序，正在办理" in page and "请凭原来的信访编号查询" in page


def test_the_rest_of_the_buttons_opens_without_a_script(signed_in: SignedIn, county: SmallCounty) -> None:
    page = shown(signed_in("dispatch"), registered(county))
    menu = page[page.index("od-more") : page.index("</details>", page.index("od-more"))]
    for label in ("并案", "申请不予受理", "转紧急部门", "启动安全研判", "修改登记要素"):
        assert label in menu


def test_every_opening_of_the_page_is_kept(signed_in: SignedIn, county: SmallCounty) -> None:
    case = registered(county)
    for _time in range(2):
        shown(signed_in("dispatch"), case)
    assert Viewing.objects.get(case=case, by="m-dispatch").times == 2
