from __future__ import annotations

from dataclasses import replace

import pytest

from onedoor.cases.actions.registering import Incoming
from onedoor.cases.actions.taking import Prompted, take
from onedoor.cases.flow import State
from onedoor.cases.models import Case, Report
from onedoor.cases.queries import record_of
from onedoor.core.refusal import Refused
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

TRAPPED = Incoming(
    channel="hotline", text="孩子困在电梯里，翠湖花园3幢", area="990801001001", token="t-1", item="15-03"
)
CALM = Incoming(channel="hotline", text="请问公积金怎么提取", kind="consult", token="t-2")


def names(case: Case) -> list[str]:
    return [line.happening.name for line in record_of(case)]


def test_nothing_goes_through_before_the_emergency_is_answered(county: SmallCounty) -> None:
    for prompted, field in (
        (None, "emergency"), (Prompted("119", ""), "emergency_by"), (Prompted("", " "), "emergency_why"),
        (Prompted("114", "张"), "emergency_service"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            take(TRAPPED, prompted=prompted, county=COUNTY, by=county["guide"], at=MONDAY)
        assert refusal.value.field == field
    assert not Case.objects.exists()


def test_who_is_put_through_is_registered_and_handed_over_in_one_go_and_once(county: SmallCounty) -> None:
    prompted = Prompted("119", "09:31转接，指挥中心3号席接")
    case, report = take(TRAPPED, prompted=prompted, county=COUNTY, by=county["guide"], at=MONDAY)
    again, _same = take(TRAPPED, prompted=prompted, county=COUNTY, by=county["guide"], at=MONDAY + MINUTE)
    assert (case.state, again.ref, Report.objects.count()) == (State.TRANSFERRED, case.ref, 1)
    assert names(case).count("cases.transferred") == 1
    (line,) = [line for line in record_of(case) if line.happening.name == "cases.transferred"]
    assert line.words == {"note": "09:31转接，指挥中心3号席接"} and line.happening.payload["service"] == "119"
    assert case.item is not None and case.item.code == "15-03" and report.area == "990801001001"


def test_why_it_is_no_emergency_stands_on_the_record_and_the_case_goes_on(county: SmallCounty) -> None:
    prompted = Prompted("", "昨天的事，人已经出来了")
    case, _report = take(TRAPPED, prompted=prompted, county=COUNTY, by=county["guide"], at=MONDAY)
    assert case.state == State.REGISTERED
    line = record_of(case)[-1]
    assert (line.happening.name, line.happening.payload["lines"], line.happening.payload["service"]) == (
        "cases.emergency_heard", ["119"], "",
    )  # fmt: skip
    assert line.words == {"note": "昨天的事，人已经出来了"}


def test_an_informant_in_danger_is_put_through_by_whoever_may_not_open_the_case(county: SmallCounty) -> None:
    informed = replace(TRAPPED, nature="inform")
    case, _report = take(informed, prompted=Prompted("110", "张警官接"), county=COUNTY, by=county["guide"], at=MONDAY)
    case = Case.objects.get(pk=case.pk)
    assert case.state == State.REGISTERED, "those who handle informants' reports go on with it"
    assert record_of(case)[-1].happening.payload["service"] == "110"


def test_a_question_is_registered_and_answered_in_one_go(county: SmallCounty) -> None:
    case, _report = take(CALM, reply="可以在网上申请提取。", county=COUNTY, by=county["guide"], at=MONDAY)
    again, _same = take(CALM, reply="可以在网上申请提取。", county=COUNTY, by=county["guide"], at=MONDAY + MINUTE)
    assert (case.state, again.ref) == (State.ANSWERED, case.ref)
    assert names(case).count("cases.answered") == 1


def test_what_cannot_be_answered_on_the_spot_is_not_registered_either(county: SmallCounty) -> None:
    for told in (replace(CALM, kind="complaint"), replace(CALM, nature="inform")):
        with pytest.raises(Refused):
            take(told, reply="可以在网上申请提取。", county=COUNTY, by=county["guide"], at=MONDAY)
    assert not Case.objects.exists()


def test_an_item_that_is_none_is_refused(county: SmallCounty) -> None:
    for code in ("15", "77-77"):
        with pytest.raises(Refused) as refusal:
            take(replace(CALM, item=code), county=COUNTY, by=county["guide"], at=MONDAY)
        assert refusal.value.field == "item"
