"""What the resident sees of the road of a case, and what stays inside."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from onedoor.cases.actions import importing, recomputing
from onedoor.cases.actions.importing import Past
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case, Report
from onedoor.cases.queries import query_code
from onedoor.citizen import tries
from onedoor.core import outbox, revisions
from onedoor.core.models import CalendarDay
from onedoor.core.refs import new_ref
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member
from tests.citizen.conftest import Resident
from tests.citizen.road import REPLY, TO_REVIEW, TO_UNIT, Road
from tests.citizen.test_reporting import said
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

INSIDE = [
    "内部理由", "内部裁定", "督办", "退单", "裁定", "黄牌", "红牌", "超期", "困难", "疑难", "难度",
    "housing", "town-chengguan", "m-dispatch",
]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (
            (),
            [
                "正在看您的反映",
                "最晚<b>今天13:30</b>看完",
                "现在由县社会治理综合服务中心负责",
                "为什么是这天",
                "本县规则",
            ],
        ),
        (("triage",), ["正在确定由哪个单位办", "最晚<b>9月28日（星期一）</b>给您答复"]),
        (("triage", "give"), ["交给办理单位了", "由县住房和城乡建设局牵头，城关街道综治中心一起办", "为什么是这天"]),
        (TO_UNIT, ["正在办理", "县住房和城乡建设局开始办理", "打电话问您：解决了吗，满意吗"]),
        ((*TO_UNIT, "send back"), ["正在确定由哪个单位办", "现在由县社会治理综合服务中心负责"]),
        ((*TO_UNIT, "send back", "uphold"), ["正在确定由哪个单位办"]),
        (
            (*TO_UNIT, "send back", "uphold", "give to town", "town signs"),
            ["换了办理单位", "由城关街道综治中心来办，答复的日子不变", "由城关街道综治中心办理"],
        ),
        ((*TO_UNIT, "send back", "refuse", "give"), ["确定还由县住房和城乡建设局办理"]),
        ((*TO_UNIT, "reply"), ["答复写好了，正在核对", "核对完"]),
        (TO_REVIEW, ["要打电话问您满不满意", "给您的答复", REPLY, "县住房和城乡建设局"]),
        ((*TO_UNIT, "reply", "rework"), ["正在办理", "退回重办", "中心核对后认为还没办好"]),
        ((*TO_REVIEW, "ring"), ["打电话给您，没有打通", "第1次"]),
        ((*TO_REVIEW, "ring", "ring", "ring"), ["3次都没有打通", "正在办结"]),
        ((*TO_REVIEW, "unsolved"), ["您说没有解决，正在安排重办", "您说没有解决，不满意", "再办一次"]),
        ((*TO_REVIEW, "unsolved", "rework"), ["正在办理", "退回重办", "您说没有解决"]),
        ((*TO_REVIEW, "solved"), ["正在办结", "您说解决了，满意"]),
        ((*TO_REVIEW, "solved", "close"), ["办结了", "由县住房和城乡建设局办理", REPLY]),
        ((*TO_REVIEW, "solved", "close", "archive"), ["办结了", "存档了"]),
        (("find hard", "entrust", "sign"), ["最晚<b>9月30日（星期三）</b>给您答复"]),
    ],
    ids=lambda steps: "-".join(steps[-2:]) if isinstance(steps, tuple) else "",
)
def test_every_state_is_told_in_plain_words_and_nothing_from_inside_shows(
    road: Road, steps: tuple[str, ...], told: list[str]
) -> None:
    page = road.goes(*steps)
    for sentence in told:
        assert sentence in page
    inside = [*INSIDE, *Member.objects.values_list("name", flat=True), "周晓云", "13900010417", "139****0417"]
    assert [word for word in inside if word in page] == []


def test_a_reply_is_not_shown_before_it_was_found_fit(road: Road) -> None:
    assert REPLY not in road.goes(*TO_UNIT, "reply")
    assert REPLY not in road.goes("rework")
    assert road.goes("reply", "review").count(REPLY) == 1


def test_a_supervised_late_case_says_so_without_the_inside_words(road: Road) -> None:
    road.goes(*TO_UNIT)
    road.at += timedelta(days=40)
    outbox.drain(road.at)
    page = road.page()
    assert "应在<b>9月28日（星期一）</b>前给您答复，已经晚了" in page
    assert [word for word in INSIDE if word in page] == []


def test_an_anonymous_resident_is_not_promised_a_call(resident: Resident, county: SmallCounty) -> None:
    road = Road(resident, county, who={"naming": "anonymous"})
    page = road.goes(*TO_REVIEW)
    assert "答复好了，请看下面" in page and REPLY in page and "打电话" not in page


def test_a_new_holiday_that_moves_the_day_is_told_once(road: Road) -> None:
    road.goes(*TO_UNIT)
    before = Case.objects.get(ref=road.ref).solve_by
    for day in (21, 22):
        CalendarDay.objects.create(county="", date=date(2026, 9, day), name="临时放假", off=True)
    revisions.bump("calendar")
    recomputing.recompute_limits(road.ref, by=Actor.system(COUNTY), at=road.at)
    assert Case.objects.get(ref=road.ref).solve_by != before
    assert road.page().count("放假安排有变") == 1


def test_history_shows_what_was_answered_then(resident: Resident, county: SmallCounty) -> None:
    then = datetime(2019, 5, 3, 10, tzinfo=CHINA)
    past = Past(
        Incoming(channel="board", text="路灯坏了半年。", feed="messages", source_id="1"),
        received_at=then, reply="路灯已修复。", replied_at=then + timedelta(days=6),
    )  # fmt: skip
    importing.import_history([past], county=COUNTY, by=Actor.feed(COUNTY, "messages"))
    report = Report.objects.select_related("case").get()
    resident.asks(report.case.ref, query_code(report.case.ref, report.id))
    page = said(resident.get("/progress"))
    assert "以前的事，已经存档" in page and "路灯已修复。" in page and "2019年5月9日" in page
    assert "最晚" not in page


def test_history_without_a_reply_says_so(resident: Resident, county: SmallCounty) -> None:
    past = Past(Incoming(channel="board", text="路灯坏了半年。", feed="messages", source_id="1"), received_at=MONDAY)
    importing.import_history([past], county=COUNTY, by=Actor.feed(COUNTY, "messages"))
    report = Report.objects.select_related("case").get()
    resident.asks(report.case.ref, query_code(report.case.ref, report.id))
    assert "记录里没有当时的答复" in said(resident.get("/progress"))


@pytest.mark.parametrize(
    "typed", ["{ref} ", "{bare}", "{wide}", "{ref}|{code4} {code8}", "{ref}|{code4}-{code8}", "{ref}|{widecode}"]
)
def test_reference_and_code_are_taken_as_people_type_them(road: Road, neighbour: Resident, typed: str) -> None:
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    given = typed.format(
        ref=road.ref, bare=road.ref.replace("-", ""), wide=road.ref.translate(wide),
        code4=road.code[:4], code8=road.code[4:], widecode=road.code.translate(wide),
    )  # fmt: skip
    ref, _, code = given.partition("|")
    assert neighbour.asks(ref, code or road.code).status_code == 302
    assert "现在办到" in said(neighbour.get("/progress"))


def test_a_wrong_reference_and_a_wrong_code_are_refused_in_the_same_words(road: Road, neighbour: Resident) -> None:
    def words(ref: str, code: str) -> str:
        answer = neighbour.asks(ref, code)
        assert answer.status_code == 422
        return str(answer.context["form"].non_field_errors())

    wrong_code = words(road.ref, "00000000" if road.code != "00000000" else "11111111")
    assert "两个都要对上" in wrong_code
    assert words("990801-2609-00000000-1", road.code) == words("1234", road.code) == wrong_code
    assert "现在办到" not in said(neighbour.get("/progress"))


def test_after_ten_tries_even_the_right_code_waits(road: Road, neighbour: Resident) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for _ in range(tries.MOST):
            assert neighbour.asks(road.ref, "00000001").status_code == 422
        locked = neighbour.asks(road.ref, road.code)
        assert locked.status_code == 429
        assert "请在09:45以后再试" in said(locked)
        assert locked.headers["Retry-After"] == "901"
        clock.shift(timedelta(minutes=16))
        assert neighbour.asks(road.ref, road.code).status_code == 302


def test_the_right_code_clears_the_tries(road: Road, neighbour: Resident) -> None:
    for _ in range(tries.MOST - 1):
        neighbour.asks(road.ref, "00000001")
    assert neighbour.asks(road.ref, road.code).status_code == 302
    assert neighbour.asks(road.ref, "00000001").status_code == 422


def test_a_reference_that_does_not_exist_locks_like_one_that_does(resident: Resident) -> None:
    ref = new_ref(COUNTY, MONDAY)
    answers = [resident.asks(ref, "00000001").status_code for _ in range(tries.MOST + 1)]
    assert answers == [422] * tries.MOST + [429]


def test_what_was_opened_stays_open_for_half_an_hour_and_closes_on_leaving(road: Road, neighbour: Resident) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        neighbour.asks(road.ref, road.code)
        clock.shift(timedelta(minutes=29))
        assert "现在办到" in said(neighbour.get("/progress"))
        clock.shift(timedelta(minutes=2))
        assert "现在办到" not in said(neighbour.get("/progress"))
        neighbour.asks(road.ref, road.code)
        neighbour.client.post("/progress/leave")
        assert "现在办到" not in said(neighbour.get("/progress"))


def test_leaving_takes_the_receipt_along(resident: Resident) -> None:
    resident.reports()
    resident.client.post("/progress/leave")
    assert resident.get("/receipt").headers["Location"] == "/progress"


def test_the_receipts_code_fills_in_the_reference_and_never_opens_another_case(road: Road, resident: Resident) -> None:
    other = Road(Resident(), road.county)
    road.page()
    page = said(resident.get(f"/progress?ref={other.ref}"))
    assert f'value="{other.ref}"' in page and "现在办到" not in page


def test_two_residents_of_one_code_space_do_not_share_codes(road: Road, neighbour: Resident) -> None:
    other = Road(neighbour, road.county)
    assert neighbour.asks(road.ref, other.code).status_code == 422
