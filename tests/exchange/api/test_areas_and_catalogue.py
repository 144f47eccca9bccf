"""Areas and catalogue over the API: what is in force, and nothing again to whoever has it."""

from __future__ import annotations

from typing import Any

import pytest

from onedoor.catalogue.models import Item
from onedoor.catalogue.queries import changed
from tests.exchange.api.clients import caller, told
from tests.small_county import COUNTY, SmallCounty


def test_the_areas_come_by_code_in_pages(county: SmallCounty) -> None:
    system = caller("areas:read")
    codes: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = told(system.get(f"/areas?limit=4&cursor={cursor}"))
        codes += [area["code"] for area in page["items"]]
        cursor = page["next"]
    assert codes == sorted(set(codes)) and len(codes) == 13
    towns = told(system.get("/areas?level=town&parent=990801000000"))["items"]
    assert [town["name"] for town in towns] == ["城关街道", "石桥镇"]
    assert towns[0]["level"]["name_en"] != towns[0]["level"]["name"] == "镇街"


def test_a_point_lies_in_a_grid_or_in_none(county: SmallCounty) -> None:
    system = caller("areas:read")
    assert told(system.get("/areas/at?lon=123.005&lat=28.005"))["code"] == "990801001001001"
    assert system.get("/areas/at?lon=0&lat=0").status_code == 404
    assert system.get("/areas/at?lon=123.005&lat=nan").status_code == 422
    assert told(system.get("/areas/990801001001001"))["path"] == "城关街道·翠湖社区·第1网格"
    assert system.get("/areas/990801999000").status_code == 404


def test_items_duties_and_limits_are_told_as_they_stand(county: SmallCounty) -> None:
    system = caller("catalogue:read")
    items = {item["code"]: item for item in told(system.get("/catalogue/items"))["items"]}
    assert items["15-03"] == {"code": "15-03", "name": "电梯故障", "name_en": "电梯故障", "parent": "15"}
    (duty,) = (one for one in told(system.get("/catalogue/duties"))["items"] if one["item"] == "15-03")
    assert (duty["unit"], duty["assists"]) == ("housing", ["town-chengguan"])
    limits = {limit["rule"]: limit for limit in told(system.get("/catalogue/limits"))["items"]}
    assert (limits["SL-03"]["verb"], limits["SL-03"]["n"], limits["SL-03"]["unit"]) == ("sign", 2, "H")


@pytest.mark.parametrize("path", ["/catalogue/items", "/catalogue/duties", "/catalogue/limits"])
def test_what_did_not_change_is_not_sent_again(county: SmallCounty, path: str) -> None:
    system = caller("catalogue:read")
    tag = system.get(path)["ETag"]
    again = system.get(path, **{"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    Item.objects.create(county=COUNTY, code="99", name="其他")
    changed()
    news = system.get(path, **{"If-None-Match": tag})
    assert news.status_code == 200 and news["ETag"] != tag


def test_an_area_whoever_has_it_is_not_sent_again(county: SmallCounty) -> None:
    system = caller("areas:read")
    tag = system.get("/areas")["ETag"]
    assert system.get("/areas/990801001000", **{"If-None-Match": tag}).status_code == 304


def test_lists_kept_in_memory_cost_nothing_more(county: SmallCounty, django_assert_max_num_queries: Any) -> None:
    system = caller()
    paths = ("/areas", "/areas/at?lon=123.005&lat=28.005", "/catalogue/items", "/catalogue/duties", "/catalogue/limits")
    for path in paths:
        system.get(path)
        with django_assert_max_num_queries(3):  # the key, the count, and now and then the revisions
            assert system.get(path).status_code == 200
