"""The fictional county fits together: land without gaps, codes in their ranges, every item with someone to solve it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from random import Random

import pytest
from shapely import Point, STRtree

from onedoor.cases.models.choices import Urgency
from onedoor.catalogue import defaults
from onedoor.geography.codes import ancestors
from onedoor.organisation.duties import Duty
from onedoor.simulation.world import tiling
from onedoor.simulation.world.areas import COUNTY_AREA, AreaSeed
from onedoor.simulation.world.areas import county as county_of
from onedoor.simulation.world.units import CENTRE, manned_villages
from onedoor.simulation.world.yunzhou import World, yunzhou

SEED = 7


@pytest.fixture(scope="module")
def world() -> World:
    return yunzhou(SEED)


@pytest.fixture(scope="module")
def by_code(world: World) -> dict[str, AreaSeed]:
    return {area.code: area for area in world.county.areas}


def test_the_county_has_fourteen_towns_three_hundred_villages_and_fifteen_hundred_grids(world: World) -> None:
    levels = Counter(area.level for area in world.county.areas)
    assert levels == {"county": 1, "town": 14, "village": 300, "grid": 1500}


@pytest.mark.thorough
def test_the_same_seed_gives_the_same_world_and_another_seed_another(world: World) -> None:
    assert yunzhou(SEED) == world
    assert county_of(SEED + 1).areas[0].boundary != world.county.areas[0].boundary


def test_codes_are_unique_paths_and_parents_come_first(world: World) -> None:
    seen: set[str] = set()
    for area in world.county.areas:
        assert area.code not in seen
        assert area.parent in seen if area.parent else area.level == "county"
        assert not area.parent or ancestors(area.code)[-2:] == [area.parent, area.code]
        seen.add(area.code)


def test_codes_keep_to_the_ranges_of_their_kind(world: World) -> None:
    for town in world.county.of_level("town"):
        first, last = {"街道": (1, 99), "镇": (100, 199), "乡": (200, 399)}[
            re.sub(r".*(街道|镇|乡)$", r"\1", town.name)
        ]
        assert first <= int(town.code[6:9]) <= last
    for village in world.county.of_level("village"):
        first, last = (1, 199) if village.name.endswith("社区") else (200, 399)
        assert first <= int(village.code[9:]) <= last
    held: defaultdict[str, list[int]] = defaultdict(list)
    for grid in world.county.of_level("grid"):
        held[grid.parent].append(int(grid.code[12:]))
    assert len(held) == 300
    assert all(numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 3 for numbers in held.values())


def test_names_are_unique_within_their_parent(world: World) -> None:
    assert max(Counter((area.parent, area.name) for area in world.county.areas).values()) == 1


def test_children_cover_exactly_the_land_of_their_parent(world: World, by_code: dict[str, AreaSeed]) -> None:
    held: defaultdict[str, float] = defaultdict(float)
    for area in world.county.areas:
        held[area.parent] += area.boundary.area
    for parent, covered in held.items():
        if parent:
            assert covered == pytest.approx(by_code[parent].boundary.area, rel=1e-9)


def test_every_boundary_is_one_valid_piece_rounded_to_six_digits(world: World) -> None:
    for area in world.county.areas:
        assert area.boundary.is_valid and area.boundary.geom_type == "Polygon"
        assert all(round(x, 6) == x and round(y, 6) == y for x, y in area.boundary.exterior.coords)


def test_a_point_lies_in_exactly_one_grid_and_in_all_areas_above_it(world: World, by_code: dict[str, AreaSeed]) -> None:
    grids = world.county.of_level("grid")
    tree = STRtree([grid.boundary for grid in grids])
    shore = by_code[COUNTY_AREA].boundary
    rng = Random(11)
    west, south, east, north = shore.bounds
    points = [Point(rng.uniform(west, east), rng.uniform(south, north)) for _ in range(3000)]
    for point in points:
        found = tree.query(point, predicate="within")
        assert len(found) == (1 if shore.contains(point) else 0)
        for number in found:
            code = grids[number].code
            assert all(by_code[above].boundary.contains(point) for above in ancestors(code))


def test_the_county_lies_in_the_open_sea_and_is_of_the_size_of_a_county(by_code: dict[str, AreaSeed]) -> None:
    west, south, east, north = by_code[COUNTY_AREA].boundary.bounds
    assert west > 123.0 and east < 123.6 and south > 28.2 and north < 28.7
    assert 40 < (east - west) * 97.97 < 55 and 34 < (north - south) * 110.86 < 50


def test_the_three_streets_are_the_smallest_towns(world: World) -> None:
    by_size = sorted(world.county.of_level("town"), key=lambda town: town.boundary.area)
    assert {town.code[6:9] for town in by_size[:3]} == {"001", "002", "003"}


@pytest.mark.parametrize("seed", range(1, 9))
def test_any_seed_splits_any_shore(seed: int) -> None:
    rng = Random(seed)
    land = tiling.outline(rng, east=5, north=4)
    parts = tiling.split(rng, land, tiling.scatter(rng, land, 12))
    assert len(parts) == 12
    assert sum(part.area for part in parts) == pytest.approx(land.area, rel=1e-9)


def test_parts_that_lie_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="do not lie together"):
        tiling.together([Point(0, 0).buffer(1), Point(9, 9).buffer(1)])


def test_units_are_unique_and_act_in_areas_that_exist(world: World, by_code: dict[str, AreaSeed]) -> None:
    kinds = Counter(unit.kind for unit in world.units)
    assert (kinds["centre"], kinds["town"], kinds["village"]) == (1, 14, 300)
    assert kinds["department"] >= 25
    assert max(Counter(unit.code for unit in world.units).values()) == 1
    assert max(Counter(unit.name for unit in world.units if unit.kind != "village").values()) == 1
    assert all(unit.area in by_code for unit in world.units if unit.kind != "upper")


def test_posts_belong_to_units_and_hold_only_known_duties(world: World, by_code: dict[str, AreaSeed]) -> None:
    units = {unit.code for unit in world.units}
    assert max(Counter(post.code for post in world.posts).values()) == 1
    for post in world.posts:
        assert post.unit in units and post.area in by_code and set(post.duties) <= set(Duty) and post.duties
    assert {duty for post in world.posts for duty in post.duties} == set(Duty)


def test_no_post_both_handles_and_judges_or_dispatches_and_rules(world: World) -> None:
    for post in world.posts:
        for apart in (
            {"handle", "review"}, {"handle", "visit"}, {"dispatch", "rule"}, {"handle", "rule"}, {"triage", "approve"},
            {"triage", "appeal"}, {"approve", "appeal"}, {"handle", "supervise"}, {"administer", "privacy"},
        ):  # fmt: skip
            assert not apart <= set(post.duties)


def test_every_post_is_held_and_sign_ins_are_plain_and_unique(world: World) -> None:
    assert {post for member in world.members for post in member.posts} == {post.code for post in world.posts}
    logins = [member.login for member in world.members]
    assert len(set(logins)) == len(logins)
    assert all(re.fullmatch(r"[a-z][a-z-]*", login) for login in logins)
    assert {"guide", "hotline", "dispatch-a", "dispatch-b", "review", "visit", "leader", "housing", "admin"} <= {
        *logins
    }
    assert len({member.name for member in world.members}) == len(logins)


def test_items_stand_in_two_levels_with_words_on_the_second(world: World) -> None:
    codes = [item.code for item in world.items]
    assert len(set(codes)) == len(codes)
    first = {item.code for item in world.items if not item.parent}
    assert first == {f"{number:02d}" for number in range(1, 28)} | {"99"}
    second = [item for item in world.items if item.parent]
    assert len(second) >= 70
    for item in second:
        assert re.fullmatch(r"\d\d-\d\d", item.code) and item.code[:2] == item.parent in first
        assert item.words and item.name_zh and item.name_en.isascii()
    assert {item.parent for item in second} == first


def test_every_item_has_one_lead_in_every_town_and_every_unit_of_the_duty_list_exists(world: World) -> None:
    units = {unit.code for unit in world.units}
    for line in world.duty_list:
        assert {line.lead, *line.assists} <= units
        assert line.lead not in line.assists and line.lead != CENTRE
        assert line.item in line.citation
    for item in (item for item in world.items if item.parent):
        for town in world.county.of_level("town"):
            lines = [
                line for line in world.duty_list if line.item == item.code and town.code.startswith(line.area_prefix)
            ]
            assert len(lines) == 1


def test_an_item_of_the_town_is_led_by_the_town_of_the_place(world: World) -> None:
    noise = {line.area_prefix: line.lead for line in world.duty_list if line.item == "02-01"}
    towns = {unit.code: unit.area for unit in world.units if unit.kind == "town"}
    assert len(noise) == 14 and all(towns[lead].startswith(area) for area, lead in noise.items())


def test_service_levels_are_the_recommended_defaults_and_cite_their_rule(world: World) -> None:
    limits = {(level.verb, level.colour, level.urgency): (level.n, level.unit) for level in world.levels}
    assert limits["sign", "", ""] == (2, "H") and limits["sign", "", "urgent"] == (15, "MIN")
    assert [limits["solve", colour, ""] for colour in ("green", "yellow", "red")] == [(5, "WD"), (10, "WD"), (15, "WD")]
    assert len(limits) == len(world.levels)
    assert all(one.rule < other.rule for one, other in pairwise(world.levels))
    assert all(level.rule in level.citation for level in world.levels)
    assert [limits[verb, "", ""] for verb in ("approve", "inspect", "decide_appeal", "assess_safety")] == [
        (1, "WD"), (1, "WD"), (5, "WD"), (2, "H"),
    ]  # fmt: skip
    assert {urgency for verb, _, urgency in limits if verb == "sign"} == {"", *Urgency.values}


def test_somebody_works_in_a_few_villages_and_two_handle_informants_reports(world: World) -> None:
    manned = {place.code for place in manned_villages(world.county).values()}
    posts = {post.unit: post for post in world.posts if post.unit in manned}
    assert 3 <= len(manned) == len(posts) <= 6
    assert "990801100200" in manned
    assert all(post.area == post.unit and set(post.duties) == {Duty.HANDLE} for post in posts.values())
    for duty in (Duty.INFORM, Duty.APPROVE):
        assert len([post for post in world.posts if duty in post.duties]) == 2


def test_the_county_has_numbers_and_clauses_of_its_own(world: World) -> None:
    assert {seed.code: seed.n for seed in world.thresholds} == defaults.THRESHOLDS
    assert {seed.code for seed in world.clauses} == set(defaults.CLAUSES)
    assert all(seed.citation and seed.guidance for seed in world.clauses)
