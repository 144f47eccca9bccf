"""Whoever follows a code arrives; a case said under an old one is found, and a right over it still holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.cases import queries as cases
from onedoor.cases.actions.registering import Incoming
from onedoor.catalogue.queries import proposals, town_unit
from onedoor.core.refusal import Refused
from onedoor.geography.actions.replacing import Change, replace
from onedoor.geography.atlas import atlas
from onedoor.geography.codes import within
from onedoor.geography.models import Area
from onedoor.geography.successions import Spell, Successions
from onedoor.organisation import queries as organisation
from onedoor.organisation.models import Member
from tests.cases.histories import registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

DAY = timedelta(days=1)
TODAY = date.today()
CODES = [f"99080110{number}000" for number in range(6)] + ["990801000000"]


class Operator:
    code = "operator"


@st.composite
def histories(draw: st.DrawFn) -> Successions:
    """Any spells, sensible or not: chains, joins, splits, codes that come back, even circles."""
    spells = []
    for code in draw(st.lists(st.sampled_from(CODES[:-1]), max_size=9)):
        begins = date(2020 + draw(st.integers(0, 6)), 1, 1)
        lasts = draw(st.none() | st.integers(0, 900))
        ends = None if lasts is None else begins + lasts * DAY
        following = draw(st.lists(st.sampled_from(CODES[:-1]), max_size=3)) if ends else []
        spells.append(Spell(code, begins, ends, tuple(dict.fromkeys(following))))
    return Successions.of(spells)


@given(histories(), st.sampled_from(CODES), st.dates(date(2019, 1, 1), date(2029, 1, 1)))
def test_following_ends_and_following_again_changes_nothing(known: Successions, code: str, on: date) -> None:
    now = known.current(code, on)
    assert known.current(now, on) == now
    for part in known.parts(code, on):
        assert known.parts(part, on) == (part,)


@given(histories(), st.sampled_from(CODES))
def test_a_right_holds_where_it_held_and_wherever_that_went(known: Successions, code: str) -> None:
    reach = known.reach(code)
    assert reach[0] == code
    assert known.covers(code, code) and known.covers(code, code[:9] + "201001")
    for spell in known.spells.get(code, ()):
        assert all(known.covers(code, following) for following in spell.successors)


def test_a_part_of_what_was_split_has_no_right_over_the_whole() -> None:
    gone = date(2025, 12, 31)
    old, one, other = CODES[:3]
    known = Successions.of([Spell(old, date(2020, 1, 1), gone, (one, other))])
    assert known.reach(old) == (old, one, other)
    assert known.reach(one) == (one,)
    assert known.current(old, TODAY) == "990801000000", "a split is answered by what holds all its parts"
    joined = Successions.of([Spell(old, date(2020, 1, 1), gone, (one,)), Spell(other, date(2020, 1, 1), gone, (one,))])
    assert joined.reach(one) == (one, old, other)


def at(area: str) -> Incoming:
    return Incoming(channel="hotline", text="村口的路灯坏了，晚上看不见路。", area=area)


def actor_of(login: str) -> organisation.Actor:
    return organisation.actor(Member.objects.get(login=login), on=TODAY)


def test_a_replaced_town_takes_its_villages_grids_and_rights_along(county: SmallCounty) -> None:
    before = registered(county, at("990801001001"))
    change = Change(2, "990801001000", "990801009000", TODAY, "城关新区街道")
    assert replace(COUNTY, [change], by=Operator(), at=MONDAY) == 7
    assert replace(COUNTY, [change], by=Operator(), at=MONDAY) == 0, "the second time changes nothing"
    places = atlas(COUNTY)
    assert places.current("990801001001002") == "990801009001002"
    assert places.grid_at(123.005, 28.005) == "990801009001001"
    assert not places.known("990801001001") and places.known("990801009001")
    assert places.name("990801001000") == "城关新区街道（原城关街道）"
    assert places.path("990801001001") == "城关新区街道·翠湖社区"
    town = actor_of("town-chengguan")
    after = registered(county, at("990801001001"))
    assert (before.area, after.area) == ("990801001001", "990801009001"), "open cases keep their code, new ones do not"
    for case in (before, after):
        assert town.may("handle", area=case.area)
        assert any(within(standing.area).covers(case.area) for standing in town.standings)
    assert not actor_of("town-shiqiao").may("handle", area=after.area)
    assert town_unit(COUNTY, after.area) == town_unit(COUNTY, before.area)


def test_the_duty_list_of_an_old_code_holds_for_the_new_one(county: SmallCounty) -> None:
    from onedoor.catalogue.models import DutyEntry
    from onedoor.catalogue.queries import changed

    DutyEntry.objects.filter(item__code="15-03").update(area="990801001000")
    changed()
    replace(COUNTY, [Change(2, "990801001000", "990801009000", TODAY)], by=Operator(), at=MONDAY)
    assert [each.unit.code for each in proposals(COUNTY, "15-03", "990801009001", on=TODAY)] == ["housing"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("990801777000", "990801009000")], "不是有效的代码"),
        ([("990801001000", "990801009000"), ("990801009000", "990801001000")], "又被换掉"),
        ([("990801001000", "990801100000")], "已经有地方了|都会变成"),
        ([("990801001000", "990802001000")], "不在本县"),
        ([("990801001000", "990801008000"), ("990801001000", "990801009000")], "分成了几个"),
    ],
)
def test_what_cannot_be_followed_is_refused_and_changes_nothing(
    county: SmallCounty, changes: list[tuple[str, str]], said: str
) -> None:
    if said.startswith("已经"):
        Area.objects.create(
            county=COUNTY, code="990801100001", name="新村", level="village", parent="990801100000",
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
    before = list(Area.objects.order_by("id").values())
    with pytest.raises(Refused, match=said):
        lines = [Change(number, old, new, TODAY) for number, (old, new) in enumerate(changes, start=2)]
        replace(COUNTY, lines, by=Operator(), at=MONDAY)
    assert list(Area.objects.order_by("id").values()) == before


def test_villages_that_are_named_join_and_their_land_with_them(county: SmallCounty) -> None:
    lines = [
        Change(2, "990801100201", "990801100203", TODAY, "埠溪村"),
        Change(3, "990801100202", "990801100203", TODAY, "埠溪村"),
        Change(4, "990801100201001", "990801100203001", TODAY),
        Change(5, "990801100202001", "990801100203002", TODAY),
    ]
    assert replace(COUNTY, lines, by=Operator(), at=MONDAY) == 4
    places = atlas(COUNTY)
    assert places.name("990801100202") == "埠溪村（原溪口村）"
    assert places.grid_at(123.025, 28.015) == "990801100203002"
    assert len(places.children["990801100203"]) == 2
    village = actor_of("village")
    assert village.may("handle", area="990801100203002")


def test_a_split_is_found_by_the_point(county: SmallCounty) -> None:
    lines = [
        Change(2, "990801001001", "990801001003", TODAY, "翠湖东社区"),
        Change(2, "990801001001", "990801001004", TODAY, "翠湖西社区"),
        Change(3, "990801001001001", "990801001004001", TODAY),
        Change(4, "990801001001002", "990801001003001", TODAY),
    ]
    replace(COUNTY, lines, by=Operator(), at=MONDAY)
    places = atlas(COUNTY)
    assert places.found("990801001001", lon=123.005, lat=28.005) == "990801001004"
    assert places.found("990801001001", lon=123.019, lat=28.005) == "990801001003"
    assert places.found("990801001001") == "990801001000"


def test_a_case_is_listed_for_its_town_before_and_after(county: SmallCounty) -> None:
    case = registered(county, at("990801100201"))
    replace(COUNTY, [Change(2, "990801100000", "990801108000", TODAY)], by=Operator(), at=MONDAY)
    supervisor = actor_of("supervise")
    assert cases.visible(case, supervisor)
    assert atlas(COUNTY).path(case.area) == "石桥镇·上埠村"


def test_the_future_waits_for_its_day(county: SmallCounty) -> None:
    tomorrow = TODAY + DAY
    replace(
        COUNTY, [Change(2, "990801001000", "990801009000", tomorrow)], by=Operator(), at=datetime.now(MONDAY.tzinfo)
    )
    places = atlas(COUNTY)
    assert places.known("990801001001") and not places.known("990801009001")
    assert places.current("990801001001", tomorrow) == "990801009001"
