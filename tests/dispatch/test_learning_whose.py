"""Whose is it: the duty list, corrected by rulings (A-233), and what a case teaches when it moves on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.cases.actions import dispatching, returning, signing
from onedoor.cases.models import Case
from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import DutyEntry, Item
from onedoor.core import outbox
from onedoor.core.refusal import Refused
from onedoor.dispatch.actions import teaching
from onedoor.dispatch.lessons import TOWN
from onedoor.dispatch.models import Lesson
from onedoor.dispatch.units import whose
from onedoor.organisation.models import Unit
from tests.cases.histories import go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

LIFT, SMOKE = "15-03", "10-01"
CUIHU, SHIQIAO = "990801001001", "990801100201"
HOUR = timedelta(hours=1)


def order(item: str, area: str = CUIHU) -> list[str]:
    found = whose(COUNTY, [item], area, on=MONDAY.date())[item].candidates
    return [one.unit.code for one in found]


def chance(item: str, unit: str, area: str = CUIHU) -> float:
    found = whose(COUNTY, [item], area, on=MONDAY.date())[item].candidates
    return next((one.probability for one in found if one.unit.code == unit), 0.0)


def ruled_away(county: SmallCounty, *, to: str = "urban", times: int = 1) -> None:
    """Cases the duty list gave to housing, sent back, rightly, and given to another unit."""
    for _n in range(times):
        case = go(registered(county), "triage dispatch send_back rule", county, upheld=True)
        dispatching.dispatch(case.ref, to=to, by=county["dispatch"], at=MONDAY + HOUR)
    outbox.drain(MONDAY + HOUR)


def test_without_lessons_the_duty_list_speaks_alone(county: SmallCounty) -> None:
    assert (order(LIFT), order(SMOKE)) == (["housing"], ["urban"])
    assert 0.8 < chance(LIFT, "housing") < 0.95, "a list is no certainty"


def test_twenty_rulings_correct_the_duty_list_and_leave_its_neighbours_alone(county: SmallCounty) -> None:
    smoke = chance(SMOKE, "urban")
    ruled_away(county, times=20)
    assert order(LIFT) == ["urban"], "the twenty-first goes to the right unit"
    assert chance(LIFT, "urban") > 0.9
    assert (order(SMOKE), chance(SMOKE, "urban")) == (["urban"], smoke)


def test_one_ruling_makes_doubt_and_four_make_another_choice(county: SmallCounty) -> None:
    before = chance(LIFT, "housing")
    ruled_away(county)
    assert order(LIFT) == ["housing", "urban"]
    assert chance(LIFT, "housing") < before
    ruled_away(county, times=3)
    assert order(LIFT)[0] == "urban"


def test_a_return_that_was_not_upheld_speaks_for_the_unit(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch send_back rule dispatch", county, upheld=False)
    outbox.drain(MONDAY)
    assert list(Lesson.objects.values_list("case__ref", "unit", "right", "source")) == [
        (case.ref, "housing", True, "ruled")
    ]


def test_what_one_town_ruled_holds_there_first(county: SmallCounty) -> None:
    ruled_away(county, times=8)  # all in Chengguan
    assert order(LIFT, CUIHU)[0] == "urban"
    Lesson.objects.filter(right=True).update(town="990801100")
    Lesson.objects.filter(right=False).update(town="990801100")
    Lesson.objects.bulk_create(
        Lesson(
            county=COUNTY, case=Case.objects.first(), item=LIFT, town="990801001", unit="housing", right=True,
            source="closed", at=MONDAY + n * HOUR,
        )
        for n in range(8)
    )  # fmt: skip
    assert order(LIFT, CUIHU)[0] == "housing", "its own lessons come before the other town's"
    assert order(LIFT, SHIQIAO)[0] == "urban"


def test_the_unit_of_the_town_is_learned_as_such(county: SmallCounty) -> None:
    ruled_away(county, to="town-chengguan", times=6)
    assert Lesson.objects.filter(right=True, unit=TOWN).count() == 6
    assert order(LIFT, SHIQIAO)[0] == "town-shiqiao", "in another town it is that town's own unit"


def test_closing_and_reassigning_teach_too(county: SmallCounty) -> None:
    go(registered(county), "triage dispatch sign reply review visit close", county)
    outbox.drain(MONDAY)
    closed = Lesson.objects.get()
    assert (closed.unit, closed.right, closed.source, closed.colour) == ("housing", True, "closed", "yellow")
    moved = go(go(registered(county), "triage dispatch", county), "reassign", county, to="urban")
    outbox.drain(MONDAY)
    told = Lesson.objects.filter(case=moved).order_by("unit").values_list("unit", "right", "source")
    assert list(told) == [("housing", False, "reassigned"), ("urban", True, "reassigned")]


def test_a_secret_case_teaches_nothing(county: SmallCounty) -> None:
    case = go(registered(county), "seal triage summarise dispatch sign reply review visit close", county)
    outbox.drain(MONDAY)
    assert case.state == "closed"
    assert not Lesson.objects.exists()


def test_a_delivery_that_comes_twice_teaches_once(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch sign reply review visit close", county)
    outbox.drain(MONDAY)
    for _n in range(2):
        teaching.closed(case, unit="housing", at=MONDAY)
    assert Lesson.objects.count() == 1


def test_a_village_gets_only_what_is_admitted(county: SmallCounty) -> None:
    """准入事项 (A-229): what a village's grid may not be given, it is neither offered nor sent."""
    village = Unit.objects.get(county=COUNTY, code="village-shangbu")
    DutyEntry.objects.filter(item__code=SMOKE).update(unit=village)
    catalogue.changed()
    assert order(SMOKE, SHIQIAO) == ["village-shangbu"]
    case = go(registered(county), "", county)
    Item.objects.filter(code__in=(SMOKE, LIFT)).update(admitted=False)
    catalogue.changed()
    assert order(SMOKE, SHIQIAO) == []
    go(case, "triage", county)
    with pytest.raises(Refused, match="准入"):
        dispatching.dispatch(case.ref, to="village-shangbu", by=county["dispatch"], at=MONDAY)


def test_a_ruled_case_may_be_given_another_item_with_its_new_unit(county: SmallCounty) -> None:
    case = go(registered(county), "triage dispatch send_back rule", county, upheld=True)
    dispatching.dispatch(case.ref, to="urban", item=SMOKE, by=county["dispatch"], at=MONDAY + HOUR)
    outbox.drain(MONDAY + HOUR)
    assert Case.objects.get(pk=case.pk).item.code == SMOKE  # type: ignore[union-attr]
    assert list(Lesson.objects.values_list("item", "unit", "right")) == [(SMOKE, "urban", True)]
    assert order(LIFT) == ["housing"], "it was no lift: housing was not wrong for lifts"
    signing.sign(case.ref, by=county["urban"], at=MONDAY + HOUR)
    with pytest.raises(Refused, match="退单只能有一次"):
        returning.send_back(case.ref, reason="也不是本单位。", by=county["urban"], at=MONDAY + HOUR)
