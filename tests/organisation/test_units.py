from __future__ import annotations

import pytest

from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation import queries
from onedoor.organisation.actions.placing import place
from onedoor.organisation.models import Unit
from tests.small_county import COUNTY, MONDAY, SmallCounty

CITY = "990800000000"


@pytest.mark.parametrize(
    ("area", "level"),
    [
        ("990000000000", "city"),
        (CITY, "city"),
        ("990801000000", "county"),
        ("990801001000", "town"),
        ("990801001001", "village"),
        ("990801001001001", "village"),
    ],
)
def test_the_level_is_read_off_the_code_of_the_area(area: str, level: str) -> None:
    assert Unit(area=area).level == level


@pytest.fixture
def chain_of_command(county: SmallCounty) -> None:
    Unit.objects.create(county=COUNTY, code="city", name="市社会治理综合服务中心", kind="upper", area=CITY)
    for unit, under in (("centre", "city"), ("housing", "centre"), ("town-shiqiao", "centre")):
        place(unit, under=under, by=county["admin"], at=MONDAY)


def unit(code: str) -> Unit:
    return queries.directory(COUNTY).by_code[code]


def test_the_chain_of_command_goes_up_and_down(chain_of_command: None) -> None:
    assert [row.code for row in queries.above(unit("housing"))] == ["centre", "city"]
    assert [row.code for row in queries.below(unit("city"))] == ["centre", "housing", "town-shiqiao"]
    assert queries.above(unit("city")) == queries.below(unit("housing")) == queries.above(unit("urban")) == []
    assert queries.directory(COUNTY).centre.code == "centre"


def test_the_directory_answers_from_memory(chain_of_command: None, django_assert_num_queries: object) -> None:
    queries.directory(COUNTY)
    with django_assert_num_queries(0):  # type: ignore[operator]
        queries.above(unit("housing"))
        queries.below(unit("city"))


def test_placing_is_on_the_record_once(chain_of_command: None, county: SmallCounty) -> None:
    place("housing", under="centre", by=county["admin"], at=MONDAY)
    place("housing", under="", by=county["admin"], at=MONDAY)
    lines = Happening.objects.filter(subject="unit:housing").order_by("seq")
    assert [(line.name, line.payload) for line in lines] == [
        ("organisation.unit_placed", {"parent": "centre"}),
        ("organisation.unit_placed", {"parent": ""}),
    ]
    assert queries.above(unit("housing")) == []


@pytest.mark.parametrize(
    ("moved", "under", "said"),
    [
        ("city", "housing", "反过来"),
        ("centre", "centre", "反过来"),
        ("housing", "no", "没有这个单位"),
        ("no", "", "没有"),
    ],
)
def test_no_unit_commands_itself(
    chain_of_command: None, county: SmallCounty, moved: str, under: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        place(moved, under=under, by=county["admin"], at=MONDAY)
