from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from onedoor.core.models import Happening, Remark
from onedoor.core.refusal import Refused
from onedoor.organisation import queries
from onedoor.organisation.actions.listing import list_unit, unlist_unit
from onedoor.organisation.models import Unit
from tests.small_county import CHINA, COUNTY, MONDAY, SmallCounty

FIRST = date(2026, 9, 1)


@pytest.fixture
def three(county: SmallCounty) -> None:
    for unit, mode, weekdays in (
        ("housing", "resident", []), ("urban", "rotating", [3, 1]), ("town-shiqiao", "on_call", []),
    ):  # fmt: skip
        list_unit(unit, mode=mode, weekdays=weekdays, window="A-03", first=FIRST, by=county["admin"], at=MONDAY)


@pytest.mark.parametrize(
    ("day", "here"),
    [
        (14, {"housing", "urban"}),  # Monday
        (15, {"housing"}),  # Tuesday
        (16, {"housing", "urban"}),  # Wednesday
        (19, set()),  # Saturday
        (20, {"housing"}),  # Sunday, a make-up workday, but none of the rotating unit's weekdays
        (25, set()),  # 中秋节
    ],
)
def test_resident_units_come_on_working_days_and_rotating_ones_on_theirs(three: None, day: int, here: set[str]) -> None:
    listed = queries.present(COUNTY, on=datetime(2026, 9, day, 10, 0, tzinfo=CHINA))
    assert [row.unit.code for row in listed] == ["housing", "urban", "town-shiqiao"]
    assert {row.unit.code for row in listed if row.here} == here


def test_the_numbers_of_the_county_come_from_the_list(three: None, county: SmallCounty) -> None:
    assert queries.composition(COUNTY, on=MONDAY.date()) == {"resident": 1, "rotating": 1, "on_call": 1}
    unlist_unit("urban", last=date(2026, 9, 15), by=county["admin"], at=MONDAY)
    assert queries.composition(COUNTY, on=date(2026, 9, 15))["rotating"] == 1
    assert queries.composition(COUNTY, on=date(2026, 9, 16))["rotating"] == 0
    assert queries.composition(COUNTY, on=date(2026, 8, 31)) == {"resident": 0, "rotating": 0, "on_call": 0}


def test_a_unit_that_left_may_come_back_in_another_way(three: None, county: SmallCounty) -> None:
    unlist_unit("urban", last=date(2026, 9, 15), by=county["admin"], at=MONDAY)
    list_unit("urban", mode="resident", first=date(2026, 9, 16), by=county["admin"], at=MONDAY)
    assert queries.composition(COUNTY, on=date(2026, 9, 16)) == {"resident": 2, "rotating": 0, "on_call": 1}
    unlist_unit("urban", last=date(2026, 9, 15), by=county["admin"], at=MONDAY)  # it never came back
    assert queries.composition(COUNTY, on=date(2026, 9, 16))["resident"] == 1
    list_unit("urban", mode="resident", first=date(2026, 9, 16), by=county["admin"], at=MONDAY)


def test_the_list_is_on_the_record_and_the_window_beside_it(three: None, county: SmallCounty) -> None:
    unlist_unit("urban", last=date(2026, 9, 15), by=county["admin"], at=MONDAY)
    on, off = Happening.objects.filter(subject="unit:urban").order_by("seq")
    assert (on.name, on.payload["mode"], on.payload["weekdays"], on.payload["last"]) == (
        "organisation.unit_listed", "rotating", [1, 3], None,
    )  # fmt: skip
    assert (off.name, off.payload) == ("organisation.unit_unlisted", {"mode": "rotating", "last": "2026-09-15"})
    assert Remark.objects.get(subject="unit:urban").text == "A-03"


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"unit": "nobody"}, "没有这个单位", "unit"),
    ({"unit": "centre"}, "不用入驻", "unit"),
    ({"unit": "closed"}, "没有这个单位", "unit"),
    ({"mode": "often"}, "常驻、轮驻或随驻", "mode"),
    ({"weekdays": [1]}, "去掉星期", "weekdays"),
    ({"mode": "rotating"}, "至少选一天", "weekdays"),
    ({"mode": "rotating", "weekdays": [0]}, "1（周一）至7", "weekdays"),
    ({"last": date(2026, 8, 31)}, "不能早于", "last"),
    ({"unit": "housing"}, "已在入驻名单", "unit"),
    ({"unit": "housing", "first": date(2026, 8, 1), "last": FIRST}, "已在入驻名单", "unit"),
]


@pytest.mark.parametrize(("told", "said", "field"), REFUSED)
def test_a_list_that_says_nonsense_is_refused(
    three: None, county: SmallCounty, told: dict[str, Any], said: str, field: str
) -> None:
    Unit.objects.create(
        county=COUNTY, code="closed", name="撤销的局", kind="department", area="990801000000", active=False
    )
    given: dict[str, Any] = {"unit": "town-chengguan", "mode": "resident", "first": FIRST} | told
    with pytest.raises(Refused, match=said) as refusal:
        list_unit(given.pop("unit"), **given, by=county["admin"], at=MONDAY)
    assert refusal.value.field == field


def test_a_unit_may_stand_on_the_list_before_and_after(three: None, county: SmallCounty) -> None:
    list_unit("housing", mode="on_call", first=date(2026, 8, 1), last=date(2026, 8, 31), by=county["admin"], at=MONDAY)
    with pytest.raises(Refused, match="不用移出"):
        unlist_unit("town-chengguan", last=FIRST, by=county["admin"], at=MONDAY)
