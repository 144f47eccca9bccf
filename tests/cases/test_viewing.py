from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onedoor.cases import queries
from onedoor.cases.actions import dispatching, triaging
from onedoor.cases.actions.registering import Incoming, register
from onedoor.cases.actions.viewing import looked
from onedoor.cases.models import Case, Viewing
from onedoor.cases.queries import Viewer, viewers
from onedoor.organisation.actor import Actor
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty


@pytest.fixture
def case(county: SmallCounty) -> Case:
    case, _report = register(Incoming(channel="web", text="电梯停了。"), county=COUNTY, by=county["guide"], at=MONDAY)
    triaging.triage(case.ref, colour="green", item="15-03", by=county["dispatch"], at=MONDAY)
    dispatching.dispatch(case.ref, to="housing", by=county["dispatch"], at=MONDAY)
    return Case.objects.get(ref=case.ref)


def test_who_looked_is_kept_by_day_unit_and_post_and_never_by_name(case: Case, county: SmallCounty) -> None:
    tuesday = MONDAY + timedelta(days=1)
    for at in (MONDAY, MONDAY + MINUTE, tuesday):
        looked(case, by=county["housing"], at=at)
    looked(case, by=county["dispatch"], at=MONDAY + 2 * MINUTE)
    department, centre = "县住房和城乡建设局", "县社会治理综合服务中心"
    assert viewers(case) == [
        Viewer(tuesday.date(), department, "承办岗", 1, tuesday),
        Viewer(MONDAY.date(), centre, "分派督办岗", 1, MONDAY + 2 * MINUTE),
        Viewer(MONDAY.date(), department, "承办岗", 2, MONDAY + MINUTE),
    ]


def test_its_author_the_system_and_a_feed_are_not_kept(case: Case) -> None:
    for actor in (
        Actor.author(COUNTY, case.ref),
        Actor.resident(COUNTY),
        Actor.system(COUNTY),
        Actor.feed(COUNTY, "t"),
    ):
        looked(case, by=actor, at=MONDAY)
    assert not Viewing.objects.exists()


def test_opening_a_page_again_is_one_statement_on_one_row(case: Case, county: SmallCounty) -> None:
    looked(case, by=county["dispatch"], at=MONDAY)
    with CaptureQueriesContext(connection) as asked:
        looked(case, by=county["dispatch"], at=MONDAY + MINUTE)
    assert len(asked) == 1
    assert Viewing.objects.get().times == 2


def test_of_several_posts_the_one_that_opens_the_case_is_named(case: Case, county: SmallCounty) -> None:
    both = replace(county["urban"], standings=(*county["urban"].standings, *county["housing"].standings))
    looked(case, by=both, at=MONDAY)
    assert viewers(case)[0].unit == "县住房和城乡建设局"
    assert queries.seen_through(case, county["urban"]) is None
