"""After a merge each resident goes on with their own code, and learns nothing of the other."""

from __future__ import annotations

import pytest

from onedoor.cases.models import Case
from tests.citizen.conftest import Resident
from tests.citizen.road import REPLY, TO_REVIEW, TO_UNIT, Road
from tests.citizen.test_reporting import said
from tests.small_county import SmallCounty

FIRST = ["周晓云", "13900010417", "139****0417", "电梯门口贴了停用告示", "八楼两位老人", "翠湖花园3幢"]
SECOND = ["蒲二郎", "13700020518", "137****0518", "轿厢里闻到焦糊味", "翠湖花园东门"]
SECOND_SAYS = {
    "where": {"place": "翠湖花园东门"},
    "what": {"text": "轿厢里闻到焦糊味，怕着火。"},
    "who": {"name": "蒲二郎", "phone": "13700020518"},
}


@pytest.fixture
def other(neighbour: Resident, county: SmallCounty) -> Road:
    return Road(neighbour, county, **SECOND_SAYS)


def everything(road: Road) -> str:
    """Every page this resident can open."""
    pages = ["", "rate", "unsolved", "withdraw", "object", "seal", "viewers", "mine"]
    return road.page() + "".join(said(road.opens(page)) for page in pages[1:])


def apart(road: Road, other: Road) -> None:
    """Neither sees the other's words, name, number or reference."""
    for one, foreign, ref in ((road, SECOND, other.ref), (other, FIRST, road.ref)):
        page = everything(one)
        assert [word for word in [*foreign, ref, ref.replace("-", "")] if word in page] == []
        assert "内部理由" not in page


def test_the_merged_reporter_follows_the_other_case_as_their_own(road: Road, other: Road) -> None:
    road.goes(*TO_UNIT)
    other.goes("triage")
    other.joins(road)
    page = other.page()
    assert "正在办理" in page and "由县住房和城乡建设局牵头" in page
    assert "最晚<b>9月28日（星期一）</b>给您答复" in page
    apart(road, other)


def test_that_reports_were_joined_is_told_from_three_reporters_on(
    road: Road, other: Road, neighbour: Resident, county: SmallCounty
) -> None:
    other.joins(road)
    assert "一起办" not in other.page() + said(other.opens("withdraw")), "with two it would give the other away"
    third = Road(neighbour, county, **SECOND_SAYS)
    third.at = other.at
    third.joins(road)
    for each in (other, third):
        each.at = third.at
        assert "和同一件事一起办，您的答复、回访和重启都还是您自己的" in each.page()
        assert "一起办的那件事照样办" in said(each.opens("withdraw"))
    assert "和同一件事一起办" not in road.page()
    assert "改为单独办理" not in third.goes("part"), "two are left"


def test_both_read_the_reply_and_each_is_asked_for_themselves(road: Road, other: Road) -> None:
    other.joins(road)
    road.goes(*TO_REVIEW)
    other.at = road.at
    assert REPLY in other.page() and REPLY in road.page()
    road.goes("solved")
    other.at = road.at
    page = other.page()
    assert "打电话问过您" not in page and "要打电话问您满不满意" in page
    assert "您的话记下了，正在做完回访" in road.page()
    assert other.says("rate", solved="no", satisfied="no", comment="焦糊味还在。").status_code == 302
    road.at = other.at
    assert "您说没有解决，正在安排重办" in other.page()
    page = road.page()
    assert "还没有完全办好，正在安排重办" in page
    assert "没有解决，不满意" not in page and "焦糊味还在" not in page
    page = road.goes("rework")
    assert "还没有完全办好" in page and "您说没有解决" not in page
    other.at = road.at
    assert "您说没有解决" in other.page()
    apart(road, other)


def test_a_case_merged_after_the_reply_reads_it_too(road: Road, other: Road) -> None:
    road.goes(*TO_REVIEW)
    other.joins(road)
    page = other.page()
    assert REPLY in page and '"/progress/rate"' in page
    assert "写好了答复" not in page and "交给县住房和城乡建设局办理" not in page
    apart(road, other)


def test_reopening_parts_them_and_the_old_reply_stays_ones_own(road: Road, other: Road) -> None:
    other.joins(road)
    road.goes(*TO_REVIEW, "solved")
    other.at = road.at
    other.says("rate", solved="yes", satisfied="yes")
    road.at = other.at
    road.goes("close")
    other.at = road.at
    assert "办结了" in other.page() and '"/progress/rate"' not in other.page()
    assert other.says("unsolved", comment="焦糊味又有了。").status_code == 302
    page = other.page()
    assert "您说没有解决，正在重新看" in page and REPLY in page and "上一次的答复" in page
    road.at = other.at
    road.goes("archive")
    other.at = road.at
    assert "存档了" not in other.page() and "办结了" in road.page()
    assert Case.objects.get(ref=other.ref).into is None
    apart(road, other)


def test_parting_and_withdrawing_leave_the_other_alone(road: Road, other: Road) -> None:
    other.joins(road)
    page = other.goes("part")
    assert "正在看您的反映" in page
    other.joins(road)
    other.says("withdraw", sure="on")
    assert "您撤回了" in other.page() and "您撤回了" not in road.page()
    apart(road, other)


def test_when_the_first_withdraws_the_other_goes_on(road: Road, other: Road) -> None:
    road.goes("triage")
    other.joins(road)
    road.says("withdraw", sure="on", reason="电话里说好了。")
    other.at = road.at
    page = other.page()
    assert "正在看您的反映" in page
    assert "撤回了" not in page and "电话里说好了" not in page
    apart(road, other)


def test_a_reporter_without_a_name_may_rate_after_a_merge(road: Road, neighbour: Resident, county: SmallCounty) -> None:
    other = Road(neighbour, county, **(SECOND_SAYS | {"who": {"naming": "anonymous"}}))
    other.joins(road)
    road.goes(*TO_REVIEW)
    other.at = road.at
    assert other.says("rate", solved="yes", satisfied="yes").status_code == 302
    assert "您评价了" in other.page() and "您评价了" not in road.page()
