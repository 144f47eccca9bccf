"""The fictional county goes into an empty store whole, and can be worked with at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import models

from onedoor.catalogue.models import Clause, DutyEntry, Item, ServiceLevel, Threshold
from onedoor.catalogue.queries import proposals
from onedoor.core.refusal import Refused
from onedoor.geography.atlas import atlas
from onedoor.geography.models import Area
from onedoor.organisation.models import Member, Post, Seat, Unit
from onedoor.organisation.queries import actor, directory, home_county
from onedoor.simulation import loading
from onedoor.simulation.world.areas import COUNTY
from onedoor.simulation.world.yunzhou import World

TODAY = date(2026, 9, 14)


@pytest.fixture
def loaded(empty_store: None, whole_world: World) -> World:
    loading.load(whole_world)
    return whole_world


def test_everything_of_the_world_is_in_the_store_once(loaded: World) -> None:
    expected: dict[type[models.Model], int] = {
        Area: len(loaded.county.areas), Unit: len(loaded.units), Post: len(loaded.posts), Member: len(loaded.members),
        Seat: sum(len(member.posts) for member in loaded.members), Item: len(loaded.items),
        DutyEntry: len(loaded.duty_list), ServiceLevel: len(loaded.levels),
        Threshold: len(loaded.thresholds), Clause: len(loaded.clauses),
    }  # fmt: skip
    assert {model: model._default_manager.count() for model in expected} == expected
    assert all(len(area.code) in (12, 15) for area in Area.objects.all())
    assert not DutyEntry.objects.exclude(area__endswith="000").exists()
    assert home_county() == COUNTY


def test_every_grid_is_found_by_a_point_inside_it(loaded: World) -> None:
    known = atlas(COUNTY)
    for grid in loaded.county.of_level("grid")[::50]:
        point = grid.boundary.representative_point()
        assert known.grid_at(point.x, point.y) == grid.code


def test_every_member_signs_in_with_the_demo_password_and_acts_on_a_post(loaded: World) -> None:
    members = list(Member.objects.all())
    assert members[0].check_password(loading.PASSWORD)
    assert {member.password for member in members} == {members[0].password}
    assert all(actor(member, on=TODAY).duties for member in members)


def test_every_second_level_item_has_a_unit_in_every_town_that_somebody_works_in(loaded: World) -> None:
    logins = set(Member.objects.values_list("login", flat=True))
    for town in loaded.county.of_level("town"):
        for item in loaded.items:
            if item.parent:
                found = proposals(COUNTY, item.code, town.code, on=TODAY)
                assert found and found[0].unit.code in logins
    assert directory(COUNTY).centre.code == "centre"


def test_a_store_that_holds_a_county_is_refused(db: None, whole_world: World) -> None:
    before = Area.objects.count()
    with pytest.raises(Refused, match="空库"):
        loading.load(whole_world)
    assert Area.objects.count() == before
