from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onedoor.cases.actions.registering import register
from onedoor.cases.models import Assignment, Case
from onedoor.core.lean import lean
from onedoor.core.models import Happening
from onedoor.core.prepared import Prepared
from tests.cases.histories import LIFT, go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty


def test_a_prepared_question_gives_what_the_query_gives_for_any_values(county: SmallCounty) -> None:
    def build(county: str, ref: str):  # type: ignore[no-untyped-def]
        return Case.objects.filter(county=county, ref=ref, major=False).select_related("item", "holder", "lead")

    ask = Prepared(build)
    first, second = registered(county), go(registered(county), "triage dispatch", county)
    for case in (first, second, first):
        (found,), (same,) = ask(COUNTY, case.ref), build(COUNTY, case.ref)
        assert {**vars(found), "_state": 0} == {**vars(same), "_state": 0}
        with CaptureQueriesContext(connection) as asked:
            assert (found.holder, found.lead, found.item) == (same.holder, same.lead, same.item)
        assert not asked.captured_queries
    assert ask(COUNTY, "990801-0000-00000000-0") == []


def test_numbers_find_their_place_too(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch", county)
    ask = Prepared(lambda county, case: Assignment.objects.filter(county=county, case=case).order_by("id"))
    assert ask(COUNTY, case.pk) == list(Assignment.objects.filter(case=case)) != []
    assert ask(COUNTY, case.pk + 1) == []


def test_what_is_written_in_between_is_seen(county: SmallCounty) -> None:
    case = register(LIFT, county=COUNTY, by=county["guide"], at=MONDAY)[0]
    ask = Prepared(lambda subject: Happening.objects.filter(subject=subject).order_by("seq"))
    before = len(ask(case.subject))
    go(case, "triage", county)
    assert len(ask(case.subject)) > before


@pytest.mark.django_db
def test_a_value_that_is_not_handed_on_as_it_is_is_refused() -> None:
    with pytest.raises(TypeError, match="as they are"):
        Prepared(lambda ref: Case.objects.filter(ref=f"{ref}-1"))("990801")


def test_a_lean_row_is_the_row_and_asks_for_what_it_was_not_told(county: SmallCounty) -> None:
    case = registered(county)
    (row,) = lean(Case.objects.filter(pk=case.pk), "id", "ref", "lead_id", "holder_id")
    assert (row, row.ref, row.subject, row.holder_id) == (case, case.ref, case.subject, case.holder_id)
    assert row.title == case.title
    assert row.holder == case.holder
