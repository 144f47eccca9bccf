"""即时答复 and what kind of matter it is: said at the door, within the lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import answering, describing
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from tests.cases.histories import LIFT, go, now, registered
from tests.small_county import MONDAY, SmallCounty

PLAIN: dict[str, Any] = {"kind": "consult", "urgency": "normal", "nature": "demand"}


def test_a_question_is_answered_on_the_spot(county: SmallCounty) -> None:
    case = answering.answer(registered(county).ref, text="公积金窗口在二楼。", by=county["guide"], at=MONDAY)
    assert (case.state, case.kind, case.closed_at) == ("answered", "consult", MONDAY)
    assert queries.record_of(case)[-1].words == {"reply": "公积金窗口在二楼。"}
    assert invariants.check().problems == []


@pytest.mark.parametrize(
    "told", [{"kind": "complaint"}, {"kind": "help"}, {"nature": "dispute"}, {"nature": "petition"}]
)
def test_only_a_question_ends_with_an_answer(county: SmallCounty, told: dict[str, Any]) -> None:
    case = registered(county, replace(LIFT, **told))
    with pytest.raises(Refused, match="只有咨询"):
        answering.answer(case.ref, text="不归我们管。", by=county["guide"], at=MONDAY)


def test_an_answer_says_something_and_never_ends_a_not_solved(county: SmallCounty) -> None:
    case = registered(county)
    with pytest.raises(Refused) as refused:
        answering.answer(case.ref, text="好 ", by=county["guide"], at=MONDAY)
    assert refused.value.field == "text"
    go(case, "answer reopen", county)
    with pytest.raises(Refused, match="没有解决"):
        go(case, "answer", county)


def test_what_was_described_is_kept_and_told(county: SmallCounty) -> None:
    case = registered(county)
    facts = {"people": "50-100", "major": True, "long_standing": True, "upstream_no": " S-1 "}
    describing.describe(
        case.ref, **{**PLAIN, "kind": "complaint", "urgency": "urgent", **facts}, amount=Decimal("1200.50"),
        upstream_by=date(2026, 9, 20), by=county["dispatch"], at=MONDAY,
    )  # fmt: skip
    case = now(case)
    assert (case.kind, case.urgency, case.people, case.major, case.long_standing) == (
        "complaint", "urgent", "50-100", True, True,
    )  # fmt: skip
    assert (case.amount, case.upstream_no, case.upstream_by) == (Decimal("1200.50"), "S-1", date(2026, 9, 20))
    told = queries.record_of(case)[-1].happening.payload["facts"]
    assert (told["amount"], told["upstream_by"]) == ("1200.50", "2026-09-20")
    assert invariants.check().problems == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "joke"}, "kind"),
        ({"urgency": ""}, "urgency"),
        ({"nature": "feud"}, "nature"),
        ({"nature": "inform"}, "nature"),
        ({"people": "12"}, "people"),
        ({"upstream_no": "督字1号"}, "upstream_no"),
        ({"upstream_no": "1" * 61}, "upstream_no"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal(10) ** 12}, "amount"),
    ],
)
def test_every_class_is_from_its_list(county: SmallCounty, change: dict[str, Any], field: str) -> None:
    case = registered(county)
    with pytest.raises(Refused) as refused:
        describing.describe(case.ref, **{**PLAIN, **change}, by=county["dispatch"], at=MONDAY)
    assert refused.value.field == field


def test_an_informant_s_report_never_stops_being_one_by_a_form(county: SmallCounty) -> None:
    case = registered(county, replace(LIFT, nature="inform"))
    with pytest.raises(Refused) as refused:
        describing.describe(case.ref, **PLAIN, by=county["inform"], at=MONDAY)
    assert refused.value.field == "nature"


def test_after_triage_it_stays_as_the_limits_were_computed(county: SmallCounty) -> None:
    case = go(registered(county), "triage", county)
    with pytest.raises(Refused, match="已经分流"):
        describing.describe(case.ref, **PLAIN, by=county["dispatch"], at=MONDAY)
    fresh = registered(county)
    for post in ("housing", "visit", "leader", "inform"):
        with pytest.raises(Refused, match="职责"):
            describing.describe(fresh.ref, **PLAIN, by=county[post], at=MONDAY)
