"""Every way a case can go, in the words of the resident."""

from __future__ import annotations

import pytest

from onedoor.citizen.progress import standing
from onedoor.citizen.telling import exits, overlays
from onedoor.citizen.telling import road as on_the_road
from onedoor.core.events import Event
from onedoor.organisation.models import Member
from tests.citizen.conftest import Resident
from tests.citizen.road import TO_REVIEW, TO_UNIT, Road
from tests.citizen.test_progress import INSIDE
from tests.small_county import SmallCounty

CASES = [
    (("answer",), ["当场答复了", "窗口周一至周五办理，带身份证。", "没有解决", "评价"], ["最晚"]),
    (("transfer",), ["已经转给119 消防", "马上转给了119 消防", "今天10:30", "没有解决"], ["最晚", ">评价<"]),
    ((*TO_UNIT, "transfer"), ["马上告诉了119 消防", "这里接着办", "正在办理"], []),
    (("transfer", "take back"), ["正在看您的反映", "收回来由中心办"], []),
    (
        ("ask to decline", "decline"),
        [
            "没有受理", "为什么没有受理", "依法应当通过诉讼、仲裁、行政复议", "信访工作条例第31条",
            "法院正在审理这件事。", "诉讼服务、仲裁、行政复议窗口", "提出异议",
        ],
        ["最晚"],
    ),
    (TO_UNIT[:2], ["交给办理单位了"], ["没有受理", "提出异议"]),
    (
        (*TO_UNIT, "ask for time", "grant"),
        ["延长了办理时间", "原因：等厂家发主板", "最晚<b>10月10日（星期六）</b>给您答复"],
        [],
    ),
    ((*TO_UNIT, "ask for time"), ["正在办理"], ["延长", "等厂家发主板"]),
    (
        (*TO_UNIT, "ask for a halt", "grant"),
        ["<h2>暂停办理</h2>", "正在鉴定、检测、评估，最晚停到9月23日（星期三）", "原因：送市里检测", "接着办"],
        [],
    ),
    ((*TO_UNIT, "ask for a halt", "grant", "resume"), ["正在办理", "接着办了"], ["<h2>暂停办理"]),
    ((*TO_UNIT, "inspect"), ["几个单位一起到现场看过"], []),
    ((*TO_UNIT, "stop"), ["正在办理"], ["家庭暴力", "研判", "安全"]),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "told", "untold"), CASES, ids=["-".join(steps[-2:]) for steps, *_ in CASES])
def test_every_way_is_told_and_nothing_from_inside_shows(
    road: Road, steps: tuple[str, ...], told: list[str], untold: list[str]
) -> None:
    page = road.goes(*steps)
    assert [sentence for sentence in told if sentence not in page] == []
    inside = [*INSIDE, *Member.objects.values_list("name", flat=True), "周晓云", "13900010417"]
    assert [word for word in [*inside, *untold] if word in page] == []


def test_a_raised_case_says_who_takes_it_on(resident: Resident, county: SmallCounty) -> None:
    road = Road(resident, county)
    page = road.goes("triage", "give to town", "town signs", "raise")
    assert "提级办理" in page and "交给县里来办" in page and "正在确定由哪个单位办" in page


def test_an_objection_is_told_until_it_is_decided(road: Road) -> None:
    road.goes("ask to decline", "decline")
    assert road.says("object", reason="没有起诉过。").status_code == 302
    page = road.page()
    assert "您提出了异议，正在复核" in page and "告诉您结果" in page and "由没有参与这次决定的人复核" in page
    page = road.goes("uphold refusal")
    assert "复核过了，仍不受理" in page and "复核属实。" in page and "/progress/object" not in page


def test_an_objection_that_was_right_opens_the_case(road: Road) -> None:
    road.goes("ask to decline", "decline")
    road.says("object", reason="没有起诉过。")
    page = road.goes("accept")
    assert "正在看您的反映" in page and "异议成立，重新受理" in page and "为什么没有受理" not in page


def test_after_a_rework_the_unit_is_given_the_case_anew(road: Road) -> None:
    road.goes(*TO_REVIEW, "solved", "close")
    road.says("unsolved", comment="又停了。")
    page = road.goes("triage", "give")
    assert page.count("交给县住房和城乡建设局办理") == 2 and "确定还由" not in page


def test_what_is_told_names_only_events_there_are() -> None:
    told = on_the_road.TOLD | exits.TOLD | overlays.TOLD
    assert [name for name in told if name not in Event.known] == []
    assert len(told) == len(on_the_road.TOLD) + len(exits.TOLD) + len(overlays.TOLD)


ROAD = (
    "triage", "give", "send back", "refuse", "give", "sign", "reply", "review", "unsolved", "rework", "reply", "review",
    "solved", "close", "archive",
)  # fmt: skip


def test_at_every_state_it_is_said_who_has_it_by_when_and_what_comes_next(road: Road) -> None:
    for step in ("", *ROAD):
        road.goes(*filter(None, [step]))
        now = standing(road.report, now=road.at)
        assert now.title and now.who, road.case.state
        if road.case.ended:
            assert now.notes and now.outcome, road.case.state
        else:
            assert now.promise and now.why, road.case.state
            assert now.todo or road.case.state == "visited", road.case.state


@pytest.mark.parametrize("steps", [("answer",), ("transfer",), ("ask to decline", "decline")])
def test_whoever_left_the_road_is_told_what_they_can_do(road: Road, steps: tuple[str, ...]) -> None:
    road.goes(*steps)
    now = standing(road.report, now=road.at)
    assert now.title and (now.notes or now.refusal)
