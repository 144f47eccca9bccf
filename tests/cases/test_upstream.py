"""上级交办: an upstream order brings its own last day, which wins when it is earlier (A-105)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from onedoor.cases.actions import dispatching, extending
from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.simulation import invariants
from tests.cases.histories import LIFT, go, registered
from tests.small_county import CHINA, MONDAY, SmallCounty

OWN = datetime(2026, 9, 29, tzinfo=CHINA)


def from_above(county: SmallCounty, last_day: date) -> Case:
    return registered(county, replace(LIFT, channel="upper", upstream_no="S-2026-9", upstream_by=last_day))


@pytest.mark.parametrize(
    ("last_day", "due"),
    [
        (date(2026, 9, 16), datetime(2026, 9, 17, tzinfo=CHINA)),
        (date(2026, 9, 27), datetime(2026, 9, 28, tzinfo=CHINA)),
        (date(2026, 9, 28), OWN),
        (date(2026, 12, 31), OWN),
    ],
)
def test_the_earlier_of_both_days_holds(county: SmallCounty, last_day: date, due: datetime) -> None:
    case = go(from_above(county, last_day), "triage dispatch sign", county)
    assert (case.solve_by, case.due_at) == (due, due)
    assert ("fixed" in (case.solve_limit or {})) is (due != OWN)


def test_an_order_that_arrives_late_is_late_and_not_impossible(county: SmallCounty) -> None:
    case = go(from_above(county, date(2026, 9, 10)), "triage dispatch sign", county)
    assert case.solve_by == datetime(2026, 9, 11, tzinfo=CHINA) < MONDAY
    assert invariants.check().problems == []
    assert go(case, "reply", county).state == "replied"


@pytest.mark.parametrize(("leader", "due"), [(date(2026, 9, 18), 19), (date(2026, 9, 30), 21)])
def test_a_leader_s_date_does_not_put_off_an_upstream_one(county: SmallCounty, leader: date, due: int) -> None:
    case = go(from_above(county, date(2026, 9, 20)), "triage", county, colour="red")
    case = dispatching.entrust(
        case.ref, to="housing", responsible="housing", deadline=leader, by=county["leader"], at=MONDAY
    )
    assert case.solve_by == datetime(2026, 9, due, tzinfo=CHINA)


def test_an_upstream_date_is_not_extended_and_an_extension_ends_at_it(county: SmallCounty) -> None:
    near = go(from_above(county, date(2026, 9, 20)), "triage dispatch sign", county)
    with pytest.raises(Refused, match="不能延期"):
        extending.ask_extension(near.ref, n=1, reason="来不及。", by=county["housing"], at=MONDAY)
    far = go(from_above(county, date(2026, 9, 29)), "triage dispatch sign ask_extension grant", county)
    assert far.solve_by == OWN + timedelta(days=1)
    assert invariants.check().problems == []
