"""保密 (F.4): units see the desk's summary, which gives nobody away; the accused unit sees nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onedoor.cases import queries
from onedoor.cases.actions import sealing
from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from onedoor.work.queries import leading
from tests.cases.histories import ACTS, BESIDE, LIFT, Draw, author, go, now, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

GOOD = "请核查一处住宅小区的设备维护，并查阅近半年台账。"


@pytest.fixture
def secret(county: SmallCounty) -> Case:
    return registered(county, replace(LIFT, confidential=True, address="翠湖花园3幢802室"))


def test_a_secret_case_shows_nothing_until_the_desk_has_written(county: SmallCounty, secret: Case) -> None:
    assert secret.title == "保密事项"
    case = go(secret, "triage", county)
    with pytest.raises(Refused, match="写好摘要"):
        go(case, "dispatch", county)
    case = sealing.summarise(case.ref, summary=GOOD, by=county["dispatch"], at=MONDAY)
    assert (case.summary, case.title) == (GOOD, "请核查一处住宅小区的设备维护，并查阅近半年台账")
    case = go(case, "dispatch sign", county)
    sight = queries.sight(case, county["housing"])
    assert (sight.page, sight.originals, sight.voices, sight.contact) == (True, False, False, False)


@pytest.mark.parametrize(
    "summary",
    [
        "反映翠湖花园3幢电梯又停了的问题，请核查。",
        "反映翠湖花园 3幢，电梯又停了，请核查。",
        "住在小区的周女士反映设备故障，请核查。",
        "请联系10010012345核实设备维护情况。",
        "请联系 1001 0012 345 核实设备维护情况。",
        "请上门到翠湖花园3幢802室核实情况。",
        "查一下。",
        " ",
    ],
)
def test_a_summary_that_gives_its_author_away_is_refused(county: SmallCounty, secret: Case, summary: str) -> None:
    with pytest.raises(Refused) as refused:
        sealing.summarise(secret.ref, summary=summary, by=county["dispatch"], at=MONDAY)
    assert refused.value.field == "summary"
    assert now(secret).summary == ""


def test_an_open_case_needs_no_summary_and_units_write_none(county: SmallCounty, secret: Case) -> None:
    with pytest.raises(Refused, match="不是保密件"):
        go(registered(county), "summarise", county)
    for post in ("housing", "guide", "visit", "leader", "inform"):
        with pytest.raises(Refused, match="职责"):
            sealing.summarise(secret.ref, summary=GOOD, by=county[post], at=MONDAY)


@pytest.mark.parametrize("before", ["", "triage"])
def test_the_author_or_the_desk_seals_a_case_no_unit_has_had(county: SmallCounty, before: str) -> None:
    case = go(registered(county), before, county)
    case = sealing.seal(case.ref, by=author(case), at=MONDAY)
    assert (case.confidential, case.title) == (True, "保密事项")
    assert go(registered(county), "seal", county).secret
    assert invariants.check().problems == []


@pytest.mark.parametrize(
    "before",
    ["triage dispatch", "triage dispatch send_back", "triage dispatch send_back rule",
     "triage dispatch sign reply review visit close", "answer"],
)  # fmt: skip
@pytest.mark.parametrize("deed", ["seal", "make_report"])
def test_what_was_read_cannot_be_unread(county: SmallCounty, before: str, deed: str) -> None:
    case = go(registered(county), before, county)
    with pytest.raises(Refused, match="收不回来"):
        go(case, deed, county)


def test_an_informant_s_report_goes_its_own_way_from_then_on(county: SmallCounty) -> None:
    case = go(registered(county), "make_report", county, accused="housing")
    task = leading(COUNTY, case.subject)
    assert task is not None and (case.nature, task.duty, case.accused.code) == ("inform", "inform", "housing")  # type: ignore[union-attr]
    with pytest.raises(Refused, match="职责"):
        go(case, "triage", county)
    ACTS["triage"](case.ref, Draw(), county["inform"], MONDAY)
    BESIDE["summarise"](case.ref, Draw(), county["inform"], MONDAY)
    for to, helpers in (("housing", []), ("urban", ["housing"])):
        with pytest.raises(Refused) as refused:
            ACTS["dispatch"](case.ref, Draw(to=to, assists=helpers), county["inform"], MONDAY)
        assert refused.value.field == "to"
    ACTS["dispatch"](case.ref, Draw(to="urban"), county["inform"], MONDAY)
    assert not queries.visible(now(case), county["housing"])
    assert queries.visible(now(case), county["urban"])
    assert invariants.check().problems == []


def test_a_member_of_the_accused_unit_does_nothing_about_it_on_any_post(county: SmallCounty) -> None:
    case = go(registered(county), "make_report", county, accused="housing")
    both = replace(county["inform"], standings=(*county["inform"].standings, *county["housing"].standings))
    with pytest.raises(Refused):
        ACTS["triage"](case.ref, Draw(), both, MONDAY)
    assert not queries.visible(now(case), both)


def test_nobody_knows_the_accused_unit_by_another_name(county: SmallCounty) -> None:
    with pytest.raises(Refused) as refused:
        go(registered(county), "make_report", county, accused="nobody")
    assert refused.value.field == "accused"
