"""What the resident does with the code of their receipt: each right, by state, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing

from onedoor.cases.models import Case, Visit
from onedoor.citizen.opened import UNLOCKED
from onedoor.citizen.rights import rights_of
from onedoor.citizen.saying import SAYINGS
from onedoor.core.models import Happening, Remark
from tests.citizen.conftest import Resident
from tests.citizen.road import TO_REVIEW, TO_UNIT, Road
from tests.citizen.test_reporting import said
from tests.small_county import SmallCounty

OBJECTING = ("ask to decline", "decline")
GOOD = {"solved": "yes", "satisfied": "yes"}
TOLD = {
    "rate": GOOD,
    "unsolved": {"comment": "又停了。"},
    "withdraw": {"sure": "on"},
    "object": {"reason": "没有起诉过。"},
    "seal": {},
}
OPEN = {
    (): {"seal", "withdraw"},
    ("triage",): {"seal", "withdraw"},
    ("triage", "give"): {"withdraw"},
    TO_UNIT: {"withdraw"},
    (*TO_UNIT, "reply"): {"withdraw"},
    TO_REVIEW: {"rate", "unsolved", "withdraw"},
    (*TO_REVIEW, "solved"): {"unsolved", "withdraw"},
    (*TO_REVIEW, "ring", "ring", "ring"): {"rate", "unsolved", "withdraw"},
    (*TO_REVIEW, "unsolved"): {"withdraw"},
    (*TO_REVIEW, "solved", "close"): {"rate", "unsolved"},
    (*TO_REVIEW, "solved", "close", "archive"): {"rate", "unsolved"},
    ("answer",): {"rate", "unsolved"},
    ("transfer",): {"unsolved"},
    ("ask to decline", "decline"): {"object"},
}


@pytest.mark.parametrize("name", SAYINGS)
@pytest.mark.parametrize("steps", OPEN, ids=lambda steps: "-".join(steps[-2:]) or "registered")
def test_a_right_is_open_where_it_should_be_and_then_it_works(road: Road, steps: tuple[str, ...], name: str) -> None:
    page = road.goes(*steps)
    allowed = name in OPEN[steps]
    assert (f'href="/progress/{name}"' in page) is allowed
    assert road.opens(name).status_code == (200 if allowed else 409)
    answer = road.says(name, **TOLD[name])
    assert answer.status_code == (302 if allowed else 409), said(answer)
    if allowed:
        assert answer.headers["Location"] == "/progress/heard"
        assert 'class="od-panel od-panel--now"' in said(heard(road))


def heard(road: Road) -> object:
    """The page that follows, in the browser that said it."""
    with time_machine.travel(road.at, tick=False):
        return road.resident.get("/progress/heard")


@pytest.mark.parametrize("name", SAYINGS)
def test_nobody_says_anything_without_the_code(road: Road, neighbour: Resident, name: str) -> None:
    road.goes(*TO_REVIEW)
    before = Happening.objects.count()
    neighbour.asks(road.ref, "00000001")
    for answer in (neighbour.get(f"/progress/{name}"), neighbour.client.post(f"/progress/{name}", TOLD[name])):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/progress")
    neighbour.client.cookies[UNLOCKED.name] = signing.dumps({"ref": road.ref, "report": road.report.id}, salt="other")
    assert neighbour.client.post(f"/progress/{name}", TOLD[name]).headers["Location"] == "/progress"
    assert Happening.objects.count() == before


@pytest.mark.parametrize("name", ["withdraw", "seal"])
def test_the_code_of_one_case_does_nothing_to_another(road: Road, neighbour: Resident, name: str) -> None:
    other = Road(neighbour, road.county)
    assert other.says(name, **TOLD[name], ref=road.ref).status_code == 302
    assert (road.case.state, road.case.confidential) == ("registered", False)
    assert (other.case.state == "withdrawn") or other.case.confidential


@pytest.mark.parametrize(("name", "steps"), [("rate", TO_REVIEW), ("withdraw", ()), ("seal", ())])
def test_pressing_twice_is_saying_it_once(road: Road, name: str, steps: tuple[str, ...]) -> None:
    road.goes(*steps)
    road.says(name, **TOLD[name])
    before = Happening.objects.count()
    with time_machine.travel(road.at, tick=False):
        again = road.resident.client.post(f"/progress/{name}", TOLD[name])
    assert again.headers["Location"] == "/progress/heard"
    assert road.says(name, **TOLD[name]).status_code == 409
    assert Happening.objects.count() == before


def test_a_rating_is_kept_with_its_reason_and_told_back(road: Road) -> None:
    road.goes(*TO_REVIEW)
    road.says("rate", solved="yes", satisfied="no", responded="no", why="slow", comment="等了两个星期。")
    visit = Visit.objects.get()
    assert (visit.solved, visit.satisfied, visit.responded, visit.why) == (True, False, False, "slow")
    assert Remark.objects.get(field="comment").text == "等了两个星期。"
    page = road.page()
    assert "您评价了" in page and "您说解决了，不满意" in page and "正在办结" in page


def test_not_solved_in_a_rating_sends_the_case_back(road: Road) -> None:
    road.goes(*TO_REVIEW)
    road.says("rate", solved="no", satisfied="no", why="half")
    assert "记下了：没有解决" in said(heard(road))
    assert road.case.unsolved and "您说没有解决，正在安排重办" in road.page()


def test_not_solved_opens_a_closed_case_again(road: Road) -> None:
    road.goes(*TO_REVIEW, "solved", "close", "archive")
    road.says("unsolved", comment="又停了。")
    after = said(heard(road))
    assert "记下了：没有解决" in after and "看完，定下哪天前答复您" in after and "接下来" in after
    page = road.page()
    assert "您说没有解决，正在重新看" in page and "上一次的答复" in page
    assert road.case.state == "registered"


def test_one_reply_is_rated_once_before_and_after_it_is_closed(road: Road) -> None:
    road.goes(*TO_REVIEW)
    road.says("rate", **GOOD)
    page = road.goes("close")
    assert '"/progress/rate"' not in page and '"/progress/unsolved"' in page


def test_a_new_reply_may_be_rated_anew(road: Road) -> None:
    road.goes(*TO_REVIEW)
    road.says("rate", solved="no", satisfied="no")
    assert '"/progress/rate"' in road.goes("rework", "reply", "review")
    assert road.says("rate", **GOOD).status_code == 302


def test_withdrawing_ends_everything_but_the_record(road: Road) -> None:
    road.goes(*TO_UNIT)
    asked = said(road.opens("withdraw"))
    assert "不能恢复" in asked and "只有您自己能撤回" in asked
    road.says("withdraw", sure="on", reason="自己修好了。")
    assert "不再办，也不再打电话给您" in said(heard(road))
    page = road.page()
    assert "您撤回了，不再办理" in page and "开始办理" in page and "最晚<b>" not in page
    assert Case.objects.get().state == "withdrawn"


def test_nothing_is_withdrawn_without_a_tick(road: Road) -> None:
    answer = road.says("withdraw", reason="手滑")
    assert answer.status_code == 422 and "请先打勾" in said(answer) and "手滑" in said(answer)
    assert road.case.state == "registered"


@pytest.mark.parametrize(
    ("name", "told", "steps", "sentence"),
    [
        ("rate", {}, TO_REVIEW, "请选一项。"),
        ("rate", GOOD | {"why": "no-basis"}, TO_REVIEW, "请从列出的原因里选一条"),
        ("rate", GOOD | {"comment": "长" * 501}, TO_REVIEW, "最多500字，现在是501字"),
        ("unsolved", {"comment": " "}, TO_REVIEW, "请写下哪里没有解决"),
        ("object", {}, ("ask to decline", "decline"), "请写下为什么应当受理"),
    ],
)
def test_a_mistake_is_named_at_the_top_and_beside_the_field(
    road: Road, name: str, told: dict[str, str], steps: tuple[str, ...], sentence: str
) -> None:
    road.goes(*steps)
    answer = road.says(name, **told)
    page = said(answer)
    assert answer.status_code == 422 and "<title>有误：" in page and "data-od-errors" in page
    assert page.count(sentence) >= 2


def test_the_page_of_an_objection_says_everything_there_is_to_object_to(road: Road) -> None:
    road.goes("ask to decline", "decline")
    page = said(road.opens("object"))
    for words in ("诉讼、仲裁、行政复议等法定途径", "信访工作条例第31条", "法院正在审理这件事。", "当天就能咨询"):
        assert words in page
    assert "由没有参与这次决定的人复核，最晚9月20日（星期日）告诉您结果" in page


def test_a_sealed_case_still_shows_its_author_everything_of_theirs(road: Road) -> None:
    road.says("seal")
    page = road.page()
    assert road.case.confidential and "改成保密办理" in page
    assert road.report.text in page and road.report.title in page


def test_who_is_writing_is_given_half_an_hour_from_opening_the_page(road: Road) -> None:
    road.goes(*TO_REVIEW)
    with time_machine.travel(road.at, tick=False) as clock:
        road.resident.asks(road.ref, road.code)
        clock.shift(timedelta(minutes=25))
        assert road.resident.get("/progress/unsolved").status_code == 200
        clock.shift(timedelta(minutes=25))
        assert (
            road.resident.client.post("/progress/unsolved", TOLD["unsolved"]).headers["Location"] == "/progress/heard"
        )


def test_the_page_after_is_not_shown_to_who_said_nothing(road: Road) -> None:
    assert road.opens("heard").headers["Location"] == "/progress"


def test_the_receipt_names_the_rights_in_one_line(resident: Resident, county: SmallCounty) -> None:
    assert "凭这两个号随时可以：要求保密、撤回、评价" in said(resident.reports())


def test_an_informants_report_is_secret_already(resident: Resident, county: SmallCounty) -> None:
    road = Road(resident, county, what={"nature": "inform"}, who={"naming": "confidential"})
    assert [right.name for right in rights_of(road.report, None)] == ["add", "withdraw"]


@pytest.mark.parametrize(("name", "steps"), [("rate", TO_REVIEW), ("unsolved", TO_REVIEW), ("object", OBJECTING)])
def test_the_pages_of_later_rights_are_plain_pages_too(road: Road, name: str, steps: tuple[str, ...]) -> None:
    road.goes(*steps)
    page = said(road.opens(name))
    assert page.count("<h1>") == 1 and page.count("btn-primary") == 1
    for control in re.findall(r"<(?:select|textarea)[^>]*>", page):
        found = re.search(r'\bid="([^"]+)"', control)
        assert found and f'for="{found.group(1)}"' in page, control
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\bsrc=)", page)
