"""The drawn map: every part a link, at the right place, the chosen one marked, and never too heavy for a page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import shapely

from onedoor.geography import atlas as module
from onedoor.geography.atlas import Atlas, Place, atlas
from onedoor.geography.drawing import drawn
from onedoor.simulation.world.areas import County, county
from tests.small_county import COUNTY, SmallCounty

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def yunzhou() -> Atlas:
    """The demo's county with boundaries for its grids only: what lies above is put together from them."""
    land: County = county(1)
    known = Atlas(land.code)
    for seed in land.areas:
        place = Place(seed.code, seed.name, seed.level, seed.parent)
        known.places[seed.code] = place
        known.children.setdefault(seed.parent, []).append(place)
        if seed.level == "grid":
            known._boundaries[seed.code] = shapely.to_wkb(seed.boundary)
    return known


def areas(svg: str) -> dict[str, ElementTree.Element]:
    return {link.attrib["href"]: link for link in ElementTree.fromstring(svg).iter(f"{SVG}a")}


def inside(path: str) -> tuple[float, float, float, float]:
    """What a path covers: left, top, right, bottom."""
    told = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return min(told[::2]), min(told[1::2]), max(told[::2]), max(told[1::2])


def test_every_town_is_a_link_with_a_name_and_a_shape_inside_the_drawing(yunzhou: Atlas) -> None:
    svg = drawn(yunzhou, "990801000000", size=(480, 360), link=lambda code: f"/m/{code}?a=1&b=2")
    links = areas(svg)
    towns = yunzhou.children["990801000000"]
    assert list(links) == [f"/m/{town.code}?a=1&b=2" for town in towns]
    for town, link in zip(towns, links.values(), strict=True):
        title, shape = link.find(f"{SVG}title"), link.find(f"{SVG}path")
        assert title is not None and shape is not None
        assert (title.text, link.attrib["aria-label"]) == (town.name, town.name)
        left, top, right, bottom = inside(shape.attrib["d"])
        assert 0 <= left < right <= 480 and 0 <= top < bottom <= 360
    assert len(svg.encode()) < 40_000 and "style=" not in svg and "<script" not in svg


def test_north_is_up_and_west_is_left(county: SmallCounty) -> None:
    links = areas(drawn(atlas(COUNTY), "990801001000", link=str))
    boxes = {code: inside(link[1].attrib["d"]) for code, link in links.items()}
    south, north = boxes["990801001001"], boxes["990801001002"]
    assert north[1] < south[1] and north[0] == pytest.approx(south[0], abs=0.2)
    grids = areas(drawn(atlas(COUNTY), "990801001001", link=str))
    west, east = (inside(grids[f"990801001001{n}"][1].attrib["d"]) for n in ("001", "002"))
    assert west[2] == pytest.approx(east[0], abs=0.2), "neighbours share their border"
    # A square of a hundredth of a degree is wider than high by the cosine of its latitude: cos 28° = 0.883.
    assert (west[2] - west[0]) / (west[3] - west[1]) == pytest.approx(0.883, abs=0.01)


def test_the_chosen_part_is_marked_by_more_than_its_colour(county: SmallCounty) -> None:
    svg = drawn(atlas(COUNTY), "990801000000", chosen="990801100201001", lon=123.025, lat=28.005, link=str)
    marked = [code for code, link in areas(svg).items() if link.attrib.get("aria-current") == "true"]
    assert marked == ["990801100000"]
    assert "od-map__ring" in svg and "标出的地点" in svg
    assert "标出的地点" not in drawn(atlas(COUNTY), "990801000000", lon=99.0, lat=28.0, link=str)


def test_a_grid_is_drawn_among_its_neighbours(county: SmallCounty) -> None:
    links = areas(drawn(atlas(COUNTY), "990801001001002", link=str))
    assert {code: "aria-current" in link.attrib for code, link in links.items()} == {
        "990801001001001": False,
        "990801001001002": True,
    }


def test_places_known_only_by_their_middle_are_dots_on_the_land_around_them() -> None:
    known = Atlas("320682")
    for place in (
        Place("320682000000", "如皋市", "county", ""),
        Place("320682103000", "东陈镇", "town", "320682000000", 120.646, 32.4),
        Place("320682104000", "丁堰镇", "town", "320682000000"),
    ):
        known.places[place.code] = place
        known.children.setdefault(place.parent, []).append(place)
    known._boundaries["320682000000"] = shapely.to_wkb(shapely.box(120.3, 32.0, 120.9, 32.5))
    svg = drawn(known, "320682000000", link=str)
    links = areas(svg)
    assert list(links) == ["320682103000"] and links["320682103000"].find(f"{SVG}circle") is not None
    assert "od-map__land" in svg


def test_where_nothing_is_drawn_there_is_no_map_and_names_cannot_break_it(county: SmallCounty) -> None:
    assert drawn(Atlas("990802"), "990802000000", link=str) == ""
    assert drawn(atlas(COUNTY), "990809000000", link=str) == ""
    module.Area.objects.filter(code="990801001000").update(name='<b>"城关"</b>')
    module.changed()
    svg = drawn(atlas(COUNTY), "990801000000", link=lambda code: f'"><script>{code}')
    assert "<b>" not in svg and "<script" not in svg and len(areas(svg)) == 2


def test_names_never_lie_over_each_other(yunzhou: Atlas) -> None:
    svg = drawn(yunzhou, "990801001000", chosen="990801001001", link=str)
    boxes = [
        (float(text.attrib["x"]), float(text.attrib["y"]), 6.5 * len(text.text or ""))
        for text in ElementTree.fromstring(svg).iter(f"{SVG}text")
        if "od-map__name" in text.attrib.get("class", "")
    ]
    assert len(boxes) > 10
    for number, (x, y, half) in enumerate(boxes):
        assert not any(abs(x - a) < half + b and abs(y - c) < 13 for a, c, b in boxes[number + 1 :])
