"""Who looked, what is kept, and the way out in a hurry."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from onedoor.cases.actions import requesting, unmasking
from onedoor.cases.actions.viewing import looked
from onedoor.cases.models import Request
from onedoor.citizen import keepsake, tries
from onedoor.core.personal import declared
from onedoor.organisation.models import Member
from tests.citizen.conftest import Resident
from tests.citizen.road import TO_UNIT, Road
from tests.citizen.test_reporting import said
from tests.small_county import MONDAY, SmallCounty

OWN = ("viewers", "mine")


@pytest.mark.parametrize("page", OWN)
def test_ones_own_pages_open_with_the_code_alone(road: Road, neighbour: Resident, page: str) -> None:
    assert road.opens(page).status_code == 200
    assert "no-store" in road.opens(page).headers["Cache-Control"]
    assert neighbour.get(f"/progress/{page}").headers["Location"] == "/progress"


def test_who_looked_is_told_by_unit_and_post_day_by_day_and_never_by_name(road: Road) -> None:
    road.goes(*TO_UNIT)
    assert "没有人打开过您的姓名和电话" in said(road.opens("viewers"))
    for days, post in ((0, "housing"), (0, "housing"), (1, "dispatch")):
        looked(road.case, by=road.county[post], at=MONDAY + timedelta(days=days))
    page = said(road.opens("viewers"))
    assert page.index("9月15日（星期二）") < page.index("9月14日（星期一）")
    assert "县住房和城乡建设局·承办岗" in page and "看过2次" in page
    assert "县社会治理综合服务中心·分派督办岗" in page and "看过1次" in page
    assert [name for name in Member.objects.values_list("name", "code") if name[0] in page or name[1] in page] == []


def test_whoever_looked_at_the_name_is_told_with_the_reason(road: Road) -> None:
    road.goes(*TO_UNIT)
    looked(road.case, by=road.county["housing"], at=road.at)
    unmasking.unmask(road.ref, report=road.report.id, reason="约上门时间", by=road.county["housing"], at=road.at)
    page = said(road.opens("viewers"))
    assert "看了您的姓名和联系方式" in page and "约上门时间" in page
    assert "没有人打开过" not in page


def test_a_look_at_a_secret_reporter_is_told_once_it_was_taken(resident: Resident, county: SmallCounty) -> None:
    road = Road(resident, county, who={"naming": "confidential"})
    dispatch = county["dispatch"]
    unmasking.ask_unmask(road.ref, report=road.report.id, reason="要当面核实", by=dispatch, at=MONDAY)
    asked = Request.objects.get()
    requesting.decide(road.ref, request=asked.id, granted=True, reason="同意", by=county["approve"], at=MONDAY)
    assert "没有人打开过" in said(road.opens("viewers"))
    unmasking.unmask(road.ref, report=road.report.id, reason="要当面核实", by=dispatch, at=MONDAY)
    assert "分派督办岗" in said(road.opens("viewers")) and "要当面核实" in said(road.opens("viewers"))


def test_what_is_kept_is_masked_until_the_code_is_given_again(road: Road) -> None:
    page = said(road.opens("mine"))
    assert "周**" in page and "139****0417" in page
    assert "周晓云" not in page and "13900010417" not in page
    page = said(road.says("mine", code=road.code))
    assert "周晓云" in page and "13900010417" in page


def test_a_wrong_code_shows_nothing_and_tries_are_limited(road: Road) -> None:
    with time_machine.travel(MONDAY, tick=False):
        road.resident.asks(road.ref, road.code)
        for _ in range(tries.MOST):
            answer = road.resident.client.post("/progress/mine", {"code": "00000001"})
            assert answer.status_code == 422 and "查询码不对" in said(answer)
            assert "周晓云" not in said(answer)
        answer = road.resident.client.post("/progress/mine", {"code": road.code})
        assert "试得太多了" in said(answer) and "周晓云" not in said(answer)


def test_purpose_and_retention_and_where_to_go_are_told(road: Road) -> None:
    page = said(road.opens("mine"))
    for words in ("做什么用", "核实情况、答复和回访", "办完以后3年", "个人信息保护法第44条至第50条", "15天内答复您"):
        assert words in page


def test_nothing_declared_of_a_reporter_is_left_out() -> None:
    theirs = {field.field for field in declared() if field.field.startswith(("cases.Contact.", "cases.Report."))}
    assert theirs - set(keepsake.SHOWN) == {name for name in keepsake.ALONG if name.startswith("cases.Report.")}


def test_an_anonymous_reporter_is_told_that_nothing_is_kept(resident: Resident, county: SmallCounty) -> None:
    road = Road(resident, county, who={"naming": "anonymous"})
    page = said(road.opens("mine"))
    assert "没有姓名，没有电话，没有住址" in page and "再填一次查询码" not in page


def test_where_there_may_be_danger_one_press_leads_to_a_page_that_says_nothing(road: Road) -> None:
    page = road.page()
    assert "离开本页" not in page
    for steps in (("stop",), ("hold",)):
        assert "离开本页" in road.goes(*steps)
        for own in ("viewers", "mine", "withdraw"):
            assert "离开本页" in said(road.opens(own))
    answer = road.says("leave", to="today")
    assert answer.headers["Location"] == "/today"
    page = said(road.resident.get("/today"))
    assert "办公日历" in page and road.ref not in page and "进度" not in page.partition("<main")[2]
    assert "现在办到" not in said(road.resident.get("/progress"))


def test_once_the_danger_is_ruled_out_the_button_goes(road: Road) -> None:
    assert "离开本页" not in road.goes("stop", "clear")


def test_before_the_code_nothing_of_the_case_is_said(road: Road, neighbour: Resident) -> None:
    road.goes("stop")
    page = said(neighbour.get(f"/progress?ref={road.ref}"))
    assert "离开本页" not in page and road.report.title not in page
