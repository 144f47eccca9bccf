"""Who the resident is, is looked at with a reason and on the record; of a secret case by two; of an informant never
by the handlers (F.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from onedoor.cases import queries
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.actions.unmasking import unmask
from onedoor.cases.models import Case, Request
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Unit
from tests.cases.histories import BESIDE, LIFT, POSTS, Draw, go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

CENTRE = {"guide", "dispatch", "visit"}
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("before", "seeing"),
    [
        ("", CENTRE),
        ("triage dispatch", CENTRE | {"housing"}),
        ("triage dispatch sign reply review visit close", CENTRE),
    ],
)
def test_who_may_see_the_contact(county: SmallCounty, before: str, seeing: set[str]) -> None:
    case = go(registered(county), before, county, assists=["town-chengguan"])
    report = queries.reports_of(case).get()
    for post in POSTS:
        assert queries.sight(case, county[post]).contact is (post in seeing), post
        lines = Happening.objects.count()
        if post in seeing:
            contact = unmask(case.ref, report=report.id, reason="回访核实", by=county[post], at=MONDAY)
            assert (contact.name, contact.phone) == ("周女士", "10010012345")
            assert Happening.objects.count() == lines + 1
        else:
            with pytest.raises(Refused):
                unmask(case.ref, report=report.id, reason="好奇", by=county[post], at=MONDAY)
            assert Happening.objects.count() == lines


@pytest.mark.parametrize("post", sorted(CENTRE))
def test_a_confidential_reporter_is_looked_at_by_two(county: SmallCounty, post: str) -> None:
    case = go(registered(county, replace(LIFT, confidential=True)), "triage summarise dispatch", county)
    report = queries.reports_of(case).get().id
    assert not any(queries.sight(case, county[unit]).contact for unit in ("housing", "urban", "leader"))
    with pytest.raises(Refused, match="先申请"):
        unmask(case.ref, report=report, reason="回访核实", by=county[post], at=MONDAY)
    BESIDE["ask_unmask"](case.ref, Draw(), county[post], MONDAY)
    go(case, "grant", county)
    contact = unmask(case.ref, report=report, reason="回访核实", by=county[post], at=MONDAY + HOUR)
    assert contact.phone == "10010012345"
    assert queries.record_of(case)[-1].happening.payload["request"] == Request.objects.get().id
    with pytest.raises(Refused, match="先申请"):
        unmask(case.ref, report=report, reason="再看", by=county[post], at=MONDAY + 24 * HOUR)
    others = CENTRE - {post}
    for other in others:
        with pytest.raises(Refused, match="先申请"):
            unmask(case.ref, report=report, reason="我也看看", by=county[other], at=MONDAY + HOUR)


def test_nobody_allows_their_own_look(county: SmallCounty) -> None:
    case = registered(county, replace(LIFT, confidential=True))
    both = Actor("m-both", COUNTY, (*county["visit"].standings, *county["approve"].standings))
    BESIDE["ask_unmask"](case.ref, Draw(), both, MONDAY)
    with pytest.raises(Refused, match="自己的申请"):
        BESIDE["grant"](case.ref, Draw(), both, MONDAY)
    go(case, "refuse", county)
    with pytest.raises(Refused, match="先申请"):
        unmask(case.ref, report=queries.reports_of(case).get().id, reason="核实", by=both, at=MONDAY)


def test_of_an_open_case_nobody_needs_to_ask(county: SmallCounty) -> None:
    with pytest.raises(Refused, match="不是保密件"):
        go(registered(county), "ask_unmask", county)


def test_a_window_of_the_handling_unit_learns_nothing_of_a_confidential_reporter_either(county: SmallCounty) -> None:
    """A town that registers at its own window also handles: for a confidential case the handling weighs more."""
    town = Unit.objects.get(code="town-chengguan")
    window = Actor("m-w", COUNTY, (Standing("w", town.code, town.id, frozenset({"register", "handle"}), town.area),))
    told = Incoming(channel="web", text="反映。", name="某", confidential=True, area=town.area)
    case = go(registered(county, told), "triage summarise", county)
    assert queries.sight(case, window).contact
    case = go(case, "dispatch", county, to="town-chengguan")
    assert not queries.sight(case, window).contact


def test_an_informant_is_known_to_the_informants_desk_alone(county: SmallCounty) -> None:
    case = registered(county, replace(LIFT, nature="inform"))
    assert {post for post in POSTS if queries.sight(case, county[post]).contact} == {"inform"}
    assert {post for post in POSTS if queries.visible(case, county[post])} == {"inform"}


def test_the_look_names_who_and_why_and_moves_nothing(county: SmallCounty) -> None:
    case = registered(county)
    report = queries.reports_of(case).get()
    unmask(case.ref, report=report.id, reason="核实地点", by=county["visit"], at=MONDAY)
    line = queries.record_of(case)[-1]
    assert (line.happening.name, line.happening.actor, line.words) == (
        "cases.contact_unmasked",
        "m-visit",
        {"reason": "核实地点"},
    )
    assert line.happening.payload["report"] == report.id
    assert "flow" not in line.happening.payload
    assert Case.objects.get(pk=case.pk).state == "registered"


def test_no_reason_or_another_case_s_report_shows_nothing(county: SmallCounty) -> None:
    case, other = registered(county), registered(county)
    report = queries.reports_of(case).get()
    with pytest.raises(Refused) as refused:
        unmask(case.ref, report=report.id, reason=" ", by=county["visit"], at=MONDAY)
    assert refused.value.field == "reason"
    with pytest.raises(Refused):
        unmask(other.ref, report=report.id, reason="核实", by=county["visit"], at=MONDAY)
    assert not Happening.objects.filter(name="cases.contact_unmasked").exists()
