from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings

from onedoor.core.refusal import Refused
from onedoor.organisation import queries
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Member, Post, Seat, Unit
from tests.small_county import COUNTY, MONDAY, SmallCounty

TODAY = MONDAY.date()
TOWN = Actor("m-1", COUNTY, (Standing("p", "town", 7, frozenset({"handle", "register"}), "990801001000"),))


@pytest.mark.parametrize(
    ("duty", "area", "unit", "allowed"),
    [
        ("handle", "990801001000", None, True),
        ("handle", "990801001001", 7, True),
        ("handle", "990801001001001", 7, True),
        ("handle", "990801001001", 8, False),
        ("handle", "990801100201", 7, False),
        ("handle", "990801000000", 7, False),
        ("handle", "9908010019", 7, True),
        ("handle", "990801002000", 7, False),
        ("visit", "990801001001", 7, False),
    ],
)
def test_a_right_is_a_duty_in_an_area_for_a_unit(duty: str, area: str, unit: int | None, allowed: bool) -> None:
    assert TOWN.may(duty, area=area, unit=unit) is allowed


def test_rights_of_two_posts_are_not_mixed() -> None:
    """Handling in one town and visiting in the county does not make a handler of the county."""
    county = Standing("c", "centre", 9, frozenset({"visit"}), "990801000000")
    both = Actor("m-1", COUNTY, (*TOWN.standings, county))
    assert both.may("visit", area="990801100201")
    assert not both.may("handle", area="990801100201")
    assert not both.may("handle", area="990801001001", unit=9)
    assert (both.has("handle"), both.has("rule")) == (True, False)
    assert both.duties == {"handle", "register", "visit"}


def test_the_system_and_a_feed_may_and_a_resident_may_not() -> None:
    for trusted in (Actor.system(COUNTY), Actor.feed(COUNTY, "messages")):
        assert trusted.may("close", area="990801000000", unit=1)
    resident = Actor.resident(COUNTY)
    assert not resident.may("register", area="990801000000")
    assert (Actor.feed(COUNTY, "messages").code, resident.code, resident.duties) == (
        "feed:messages",
        "resident",
        frozenset(),
    )


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "held"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
    ],
)
def test_a_seat_counts_from_its_first_to_its_last_day(
    county: SmallCounty, valid_from: date, valid_to: date | None, held: bool
) -> None:
    member = Member.objects.get(login="guide")
    post = Post.objects.get(code="visit")
    Seat.objects.create(county=COUNTY, post=post, member=member, role="B", valid_from=valid_from, valid_to=valid_to)
    queries.changed()
    assert queries.actor(member, on=TODAY).has("visit") is held


def test_a_member_who_left_holds_no_post(county: SmallCounty) -> None:
    Member.objects.filter(login="guide").update(is_active=False)
    queries.changed()
    assert queries.actor(Member.objects.get(login="guide"), on=TODAY).standings == ()


def test_the_directory_knows_the_centre(county: SmallCounty) -> None:
    units = queries.directory(COUNTY)
    assert units.centre.code == "centre"
    assert units.centres == {units.centre.id}
    Unit.objects.filter(code="centre").update(active=False)
    queries.changed()
    with pytest.raises(Refused, match="中心"):
        assert queries.directory(COUNTY).centre


def test_a_record_names_posts_never_people(county: SmallCounty) -> None:
    names = queries.post_names(COUNTY)
    assert names["m-housing"] == "承办岗"
    assert not any(member.name in names.values() for member in Member.objects.all())


def test_the_home_county_is_the_setting_or_the_only_one(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ONEDOOR_COUNTY", "")
    assert queries.home_county() == COUNTY
    Unit.objects.create(county="990802", code="centre", name="别县中心", kind="centre", area="990802000000")
    queries.changed()
    with pytest.raises(Refused, match="ONEDOOR_COUNTY"):
        queries.home_county()
    monkeypatch.setattr(settings, "ONEDOOR_COUNTY", "990802")
    assert queries.home_county() == "990802"
    monkeypatch.setattr(settings, "ONEDOOR_COUNTY", "")
    Unit.objects.exclude(county=COUNTY, code="centre").update(county="")
    Unit.objects.filter(county=COUNTY).update(county="", code="c")
    queries.changed()
    with pytest.raises(Refused, match="还没有县区"):
        queries.home_county()
