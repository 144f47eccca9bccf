"""What the page says was learned: counted by night, read back by week, and where the duty list is contradicted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onedoor.cases.models import Case
from onedoor.catalogue.models import DutyEntry, Item
from onedoor.catalogue.queries import changed
from onedoor.core import nightly, outbox
from onedoor.core.models import Delivery
from onedoor.dispatch import learned
from onedoor.dispatch.actions import choosing, counting
from onedoor.dispatch.doubting import DOUBTED, doubts
from onedoor.dispatch.models import Advice, AdviceDay, Lesson
from tests.dispatch.examples import FIGURES, LIFT, SMOKE, handled, told, version
from tests.small_county import COUNTY, MONDAY, SmallCounty

TODAY = MONDAY.date()
OFFERED = [{"item": LIFT, "unit": "housing", "colour": "green", "probability": 0.9}]
DAY = timedelta(days=1)


@pytest.fixture
def case(county: SmallCounty) -> Case:
    return handled(LIFT, told(LIFT, 1))[0]


def chose(case: Case, **facts: object) -> None:
    """Somebody chose: by default the first proposal, which stood as first choice, this Monday."""
    told_of = {"step": "dispatch", "offered": OFFERED, "confident": True, "rank": 1, "at": MONDAY, **facts}
    Advice.objects.create(county=COUNTY, case=case, item=LIFT, unit="housing", by="m-dispatch", **told_of)


def counted(step: str = "dispatch", day: date = TODAY) -> dict[str, int]:
    found = AdviceDay.objects.get(county=COUNTY, day=day, step=step)
    return {name: getattr(found, name) for name in counting._COUNTED if getattr(found, name)}


def test_a_day_counts_what_was_proposed_chosen_and_became_of_it(case: Case) -> None:
    chose(case)
    chose(case, outcome="kept")
    chose(case, outcome="returned")
    chose(case, outcome="reassigned")
    chose(case, rank=2, outcome="returned")
    chose(case, rank=0, confident=False, outcome="returned")
    chose(case, rank=0, confident=False, offered=[], outcome="kept")
    counting.count_days(COUNTY, at=MONDAY + timedelta(hours=1))
    assert counted() == {
        "offered": 6, "silent": 1, "confident": 5, "first": 4, "among": 5, "right": 2, "returned": 3, "reassigned": 1,
        "kept": 2, "among_returned": 2,
    }  # fmt: skip


def test_counting_again_says_what_became_of_it_since(case: Case) -> None:
    chose(case)
    counting.count_days(COUNTY, at=MONDAY)
    Advice.objects.update(outcome="returned")
    counting.count_days(COUNTY, at=MONDAY + DAY)
    counting.count_days(COUNTY, at=MONDAY + DAY)
    assert counted() == {"offered": 1, "confident": 1, "first": 1, "among": 1, "returned": 1, "among_returned": 1}


def test_a_day_ends_at_midnight_of_the_wall_and_older_days_stay(case: Case) -> None:
    chose(case, at=MONDAY.replace(hour=0, minute=30))
    chose(case, at=MONDAY.replace(hour=23, minute=30))
    chose(case, at=MONDAY - 100 * DAY)
    AdviceDay.objects.create(county=COUNTY, day=TODAY - 100 * DAY, step="dispatch", offered=7)
    counting.count_days(COUNTY, at=MONDAY.replace(hour=23, minute=45))
    assert counted()["offered"] == 2
    assert counted(day=TODAY - 100 * DAY) == {"offered": 7}


def test_counting_costs_one_query_for_each_step(case: Case) -> None:
    chose(case)
    chose(case, step="triage")
    with CaptureQueriesContext(connection) as queries:
        counting.count_days(COUNTY, at=MONDAY)
    assert len([one for one in queries if one["sql"].startswith("SELECT")]) == 3


def test_every_night_each_county_is_counted_by_a_delivery_of_its_own(case: Case) -> None:
    chose(case)
    nightly.begin(MONDAY)
    Delivery.objects.filter(subscriber=counting.COUNT).update(due_at=MONDAY)
    outbox.drain(MONDAY + timedelta(minutes=1))
    assert counted()["offered"] == 1
    assert Delivery.objects.get(subscriber=counting.COUNT).due_at > MONDAY, "the next night is put down"


def test_weeks_are_twelve_and_begin_on_monday(case: Case) -> None:
    for ago, n in ((0, 3), (1, 4), (77, 5), (78, 6)):
        AdviceDay.objects.create(county=COUNTY, day=TODAY - ago * DAY, step="dispatch", offered=n, silent=1, among=2)
    weeks = learned.weeks(COUNTY, today=TODAY)
    assert len(weeks) == 12 and all(monday.weekday() == 0 for monday in weeks)
    assert [(monday, steps["dispatch"].offered) for monday, steps in weeks.items() if steps["dispatch"].chosen] == [
        (TODAY - 77 * DAY, 5), (TODAY - 7 * DAY, 4), (TODAY, 3),
    ]  # fmt: skip
    whole = learned.total(steps["dispatch"] for steps in weeks.values())
    assert (whole.chosen, whole.among, whole.others) == (15, 6, 9)


def test_versions_are_read_without_their_weights(county: SmallCounty) -> None:
    version(1, state="retired", gone=True)
    version(2)
    with CaptureQueriesContext(connection) as queries:
        found = learned.versions(COUNTY)
        assert [(one.number, one.gone) for one in found] == [(2, False), (1, True)]  # type: ignore[attr-defined]
    assert len(queries) == 1


def test_a_training_says_which_items_it_moved_the_most_first(county: SmallCounty) -> None:
    was = FIGURES | {"items": {LIFT: [30, 29, 26], SMOKE: [10, 11, 2]}}
    found = learned.changed(version(1, before={"number": 0, "same": False, "was": was}))
    assert [(one.item, round(one.gained, 2)) for one in found] == [(SMOKE, 0.48), (LIFT, 0.03)]
    assert learned.changed(version(2, state="retired")) == []


def test_who_changed_the_version_is_read_back_with_the_reason(county: SmallCounty) -> None:
    version(1)
    choosing.choose(0, reason="先停用。", by=county["admin"], at=MONDAY)
    [one] = learned.choices(COUNTY)
    assert (one.number, one.before, one.by, one.reason) == (0, 1, "m-admin", "先停用。")


def ruled(case: Case, unit: str, times: int, *, item: str = LIFT, town: str = "990801001", at: int = 0) -> None:
    """So many rulings gave the item to this unit."""
    already = Lesson.objects.count()
    for n in range(times):
        Lesson.objects.create(
            county=COUNTY, case=case, item=item, town=town, unit=unit, right=True, source="ruled",
            at=MONDAY - timedelta(days=at, minutes=already + n),
        )  # fmt: skip


def said() -> list[tuple[str, str, str, int, int]]:
    return [
        (one.item.code, one.listed.code if one.listed else "@town" if one.entry else "", one.ruled.code
         if one.ruled else "@town", one.times, one.agreed)
        for one in doubts(COUNTY, on=TODAY)
    ]  # fmt: skip


def test_an_entry_that_rulings_keep_contradicting_is_in_doubt(case: Case) -> None:
    ruled(case, "urban", DOUBTED)
    assert said() == [(LIFT, "housing", "urban", DOUBTED, 0)]


def test_a_few_rulings_or_as_many_that_agree_are_no_doubt(case: Case) -> None:
    ruled(case, "urban", DOUBTED - 1)
    assert said() == []
    ruled(case, "urban", 2)
    ruled(case, "housing", 3)
    assert said() == []


def test_rulings_of_several_towns_count_against_the_entry_that_holds_for_all(case: Case) -> None:
    ruled(case, "urban", 3)
    ruled(case, "urban", 3, town="990801100")
    assert said() == [(LIFT, "housing", "urban", 6, 0)]


def test_an_entry_of_one_town_is_doubted_alone(case: Case) -> None:
    DutyEntry.objects.create(
        county=COUNTY, item=Item.objects.get(code=LIFT), area="990801100000", unit=None, valid_from=date(2021, 1, 1)
    )
    changed()
    ruled(case, "housing", 6)
    ruled(case, "housing", 6, town="990801100")
    [one] = doubts(COUNTY, on=TODAY)
    assert one.entry is not None and one.entry.area == "990801100000"
    assert said() == [(LIFT, "@town", "housing", 6, 0)]


def test_an_item_the_list_does_not_have_is_named(case: Case) -> None:
    ruled(case, "@town", 5, item="10")
    assert said() == [("10", "", "@town", 5, 0)]


def test_rulings_of_long_ago_and_cases_that_merely_closed_are_no_doubt(case: Case) -> None:
    ruled(case, "urban", 9, at=400)
    for n in range(9):
        Lesson.objects.create(
            county=COUNTY, case=case, item=LIFT, town="", unit="urban", right=True, source="closed",
            at=MONDAY - timedelta(minutes=n),
        )  # fmt: skip
    assert said() == []
