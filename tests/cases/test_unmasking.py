"""Who the resident is, is looked at with a reason and on the record; of an informant never by the handlers (F.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onedoor.cases import queries
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.actions.unmasking import unmask
from onedoor.cases.models import Case
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Unit
from tests.cases.histories import LIFT, POSTS, go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

CENTRE = {"guide", "dispatch", "visit"}


@pytest.mark.parametrize(
    ("before", "confidential", "seeing"),
    [
        ("", False, CENTRE),
        ("triage dispatch", False, CENTRE | {"housing"}),
        ("triage dispatch", True, CENTRE),
        ("triage dispatch sign reply review visit close", False, CENTRE),
    ],
)
def test_who_may_see_the_contact(county: SmallCounty, before: str, confidential: bool, seeing: set[str]) -> None:
    case = go(registered(county, replace(LIFT, confidential=confidential)), before, county, assists=["town-chengguan"])
    report = queries.reports_of(case).get()
    for post in POSTS:
        assert queries.may_see_contact(case, county[post]) is (post in seeing), post
        lines = Happening.objects.count()
        if post in seeing:
            contact = unmask(case.ref, report=report.id, reason="回访核实", by=county[post], at=MONDAY)
            assert (contact.name, contact.phone) == ("周女士", "10010012345")
            assert Happening.objects.count() == lines + 1
        else:
            with pytest.raises(Refused):
                unmask(case.ref, report=report.id, reason="好奇", by=county[post], at=MONDAY)
            assert Happening.objects.count() == lines


def test_a_window_of_the_handling_unit_learns_nothing_of_an_informant_either(county: SmallCounty) -> None:
    """A town that registers at its own window also handles: for a confidential case the handling weighs more."""
    town = Unit.objects.get(code="town-chengguan")
    window = Actor("m-w", COUNTY, (Standing("w", town.code, town.id, frozenset({"register", "handle"}), town.area),))
    case = go(
        registered(county, Incoming(channel="web", text="举报。", name="某", nature="inform", area=town.area)),
        "triage",
        county,
    )
    assert queries.may_see_contact(case, window)
    case = go(case, "dispatch", county, to="town-chengguan")
    assert not queries.may_see_contact(case, window)


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
