"""Three rates, each with its counts: what reporters said, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from onedoor.cases import queries
from onedoor.cases.actions import rating, visiting
from onedoor.cases.rates import Rate, three_rates
from tests.cases.histories import go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

SINCE, UNTIL = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)


def reviewed(county: SmallCounty, to: str = "housing") -> str:
    return go(registered(county), "triage dispatch sign reply review", county, to=to).ref


def test_three_rates_count_valid_call_backs_and_keep_attempts_beside_them(county: SmallCounty) -> None:
    by, at = county["visit"], MONDAY
    visiting.visit(reviewed(county), contacted=True, solved=True, satisfied=True, responded=True, by=by, at=at)
    visiting.visit(reviewed(county), contacted=True, solved=False, satisfied=True, responded=False, by=by, at=at)
    visiting.visit(reviewed(county), contacted=True, solved=True, satisfied=False, by=by, at=at)
    visiting.visit(reviewed(county), contacted=False, by=by, at=at)
    visiting.visit(reviewed(county, "urban"), contacted=False, by=by, at=at)
    housing, urban = three_rates(COUNTY, since=SINCE, until=UNTIL)
    assert (housing.responded, housing.solved, housing.satisfied) == (Rate(1, 2), Rate(2, 3), Rate(2, 3))
    assert (housing.unreached, urban.unreached) == (1, 1)
    assert urban.solved.share is None, "nobody was asked: that is not nought"


def test_a_rating_by_link_counts_like_a_call(county: SmallCounty) -> None:
    ref = reviewed(county)
    report = queries.reports_of(registered(county))  # another case changes nothing
    assert report.count() == 1
    first = queries.reports_of(queries.locked(COUNTY, ref))[0]
    author, _report = queries.author(COUNTY, ref, queries.query_code(ref, first.id))
    rating.rate(ref, solved=True, satisfied=False, responded=True, by=author, at=MONDAY)
    (rates,) = three_rates(COUNTY, since=SINCE, until=UNTIL)
    assert (rates.responded, rates.solved, rates.satisfied) == (Rate(1, 1), Rate(1, 1), Rate(0, 1))


def test_the_end_of_a_span_belongs_to_the_next(county: SmallCounty) -> None:
    visiting.visit(reviewed(county), contacted=True, solved=True, satisfied=True, by=county["visit"], at=MONDAY)
    assert three_rates(COUNTY, since=MONDAY, until=UNTIL)
    assert not three_rates(COUNTY, since=SINCE, until=MONDAY)
