from __future__ import annotations

from datetime import date, timedelta

import pytest

from onedoor.geography import atlas as module
from onedoor.geography.atlas import atlas
from onedoor.geography.models import Area
from tests.small_county import COUNTY, SmallCounty

TODAY = date.today()


@pytest.mark.parametrize(
    ("lon", "lat", "grid"),
    [
        (123.005, 28.005, "990801001001001"),
        (123.015, 28.015, "990801001002002"),
        (123.01, 28.005, "990801001001001"),  # on a border: the lower code
        (123.01, 28.01, "990801001001001"),
        (123.0, 28.0, "990801001001001"),
        (122.9, 28.0, None),
        (float("nan"), 28.0, None),
        (float("inf"), 28.0, None),
    ],
)
def test_a_point_lies_in_one_grid_or_none(county: SmallCounty, lon: float, lat: float, grid: str | None) -> None:
    assert atlas(COUNTY).grid_at(lon, lat) == grid


def test_places_have_names_paths_and_children(county: SmallCounty) -> None:
    places = atlas(COUNTY)
    assert places.path("990801001001002") == "城关街道·翠湖社区·第2网格"
    assert places.path("990801000000") == "云州县"
    assert (places.name("990809000000"), places.known("990809000000")) == ("990809000000", False)
    assert [place.code for place in places.children["990801000000"]] == ["990801001000", "990801100000"]
    assert atlas("990802").grid_at(123.005, 28.005) is None


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "known"),
    [
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
    ],
)
def test_an_area_is_known_from_its_first_to_its_last_day(
    county: SmallCounty, valid_from: date, valid_to: date | None, known: bool
) -> None:
    Area.objects.create(
        county=COUNTY, code="990801101000", name="新镇", level="town", parent="990801000000",
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    module.changed()
    assert atlas(COUNTY).known("990801101000") is known
