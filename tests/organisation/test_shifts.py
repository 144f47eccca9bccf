from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation import queries
from onedoor.organisation.actions.leaving import take_leave
from onedoor.organisation.actions.rostering import roll_out
from onedoor.organisation.actions.swapping import hand_over_shift, swap_shift
from onedoor.organisation.models import Member, Shift
from tests.small_county import CHINA, COUNTY, MINUTE, MONDAY, SmallCounty

DAY = timedelta(days=1)
TODAY = MONDAY.date()
TOMORROW = TODAY + DAY


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=CHINA)


@pytest.fixture
def nights(county: SmallCounty) -> list[Shift]:
    """guide, then review, then visit have the nights of the dispatch post from the 15th on."""
    return roll_out(
        "dispatch", members=["m-guide", "m-review", "m-visit"], first=TOMORROW, last=TOMORROW + 2 * DAY, kind="night",
        by=county["admin"], at=MONDAY,
    )  # fmt: skip


def duties(login: str, moment: datetime) -> frozenset[str]:
    member = Member.objects.get(login=login)
    return queries.actor(member, on=moment.astimezone(CHINA).date(), at=moment).duties


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (at(15, 17, 29), False),
        (at(15, 17, 30), True),
        (at(15, 23, 59), True),
        (at(16, 0, 0), True),
        (at(16, 8, 29), True),
        (at(16, 8, 30), False),
        (at(16, 17, 30), False),
    ],
)
def test_a_shift_gives_the_post_from_its_first_minute_to_its_last(
    nights: list[Shift], moment: datetime, holds: bool
) -> None:
    assert ("dispatch" in duties("guide", moment)) is holds
    assert "register" in duties("guide", moment)
    assert ("guide" in [shift.member.login for shift in queries.on_duty(COUNTY, at=moment)]) is holds


def test_a_day_without_a_moment_names_what_is_held_all_day(nights: list[Shift]) -> None:
    member = Member.objects.get(login="guide")
    assert queries.actor(member, on=TOMORROW).duties == {"register"}
    assert [s.post for s in queries.actor(member, on=TOMORROW, at=at(15, 20)).standings] == ["guide", "dispatch"]


def test_many_moments_of_a_day_cost_one_reading(nights: list[Shift], django_assert_num_queries: object) -> None:
    member = Member.objects.get(login="guide")
    queries.actor(member, on=TOMORROW)
    with django_assert_num_queries(0):  # type: ignore[operator]
        for minutes in range(0, 1440, 60):
            queries.actor(member, on=TOMORROW, at=at(15, 0) + minutes * MINUTE)


def test_a_post_of_one_s_own_is_not_held_twice(county: SmallCounty) -> None:
    roll_out("guide", members=["m-guide"], first=TOMORROW, last=TOMORROW, kind="day", by=county["admin"], at=MONDAY)
    member = Member.objects.get(login="guide")
    assert [s.post for s in queries.actor(member, on=TOMORROW, at=at(15, 10)).standings] == ["guide"]


def test_two_swap_their_nights(nights: list[Shift], county: SmallCounty) -> None:
    swap_shift(nights[0].id, other=nights[2].id, by=county["admin"], at=MONDAY)
    kept = Shift.objects.order_by("day").values_list("id", "member__login")
    assert list(kept) == [(nights[0].id, "visit"), (nights[1].id, "review"), (nights[2].id, "guide")]
    assert "dispatch" in duties("visit", at(15, 20)) and "dispatch" not in duties("guide", at(15, 20))
    passed = Happening.objects.filter(subject="roster:dispatch", name="organisation.shift_passed").order_by("seq")
    assert [(line.payload["day"], line.payload["before"], line.payload["after"]) for line in passed] == [
        ("2026-09-15", "m-guide", "m-visit"), ("2026-09-17", "m-visit", "m-guide"),
    ]  # fmt: skip


def test_two_shifts_of_one_day_can_be_swapped(nights: list[Shift], county: SmallCounty) -> None:
    (day,) = roll_out(
        "guide", members=["m-visit"], first=TOMORROW, last=TOMORROW, kind="day", by=county["admin"], at=MONDAY
    )
    swap_shift(nights[0].id, other=day.id, by=county["admin"], at=MONDAY)
    assert Shift.objects.get(id=day.id).member.login == "guide"
    assert Shift.objects.get(id=nights[0].id).member.login == "visit"
    assert Happening.objects.filter(name="organisation.shift_passed").count() == 2


def test_a_shift_is_handed_over_so_that_its_member_can_take_leave(nights: list[Shift], county: SmallCounty) -> None:
    with pytest.raises(Refused, match="先换班"):
        take_leave("m-guide", first=TOMORROW, last=TOMORROW, by=county["guide"], at=MONDAY)
    hand_over_shift(nights[0].id, to="m-leader", by=county["admin"], at=MONDAY)
    take_leave("m-guide", first=TOMORROW, last=TOMORROW, by=county["guide"], at=MONDAY)
    assert "dispatch" in duties("leader", at(16, 3))
    with pytest.raises(Refused, match="请假，不能接这一班"):
        hand_over_shift(nights[0].id, to="m-guide", by=county["admin"], at=MONDAY)
    before = Happening.objects.count()
    hand_over_shift(nights[0].id, to="m-leader", by=county["admin"], at=MONDAY)
    assert Happening.objects.count() == before


def test_passing_a_shift_never_double_books(nights: list[Shift], county: SmallCounty) -> None:
    roll_out("guide", members=["m-visit"], first=TOMORROW, last=TOMORROW, kind="day", by=county["admin"], at=MONDAY)
    before = list(Shift.objects.order_by("id").values())
    for act in (
        lambda: hand_over_shift(nights[0].id, to="m-visit", by=county["admin"], at=MONDAY),
        lambda: swap_shift(nights[0].id, other=nights[2].id, by=county["admin"], at=MONDAY),
    ):
        with pytest.raises(Refused, match="测试visit在2026-09-15已经有班"):
            act()
    assert list(Shift.objects.order_by("id").values()) == before


def test_what_has_begun_is_not_passed_on(nights: list[Shift], county: SmallCounty) -> None:
    with pytest.raises(Refused, match="已经开始"):
        hand_over_shift(nights[0].id, to="m-leader", by=county["admin"], at=at(15, 17, 30))
    with pytest.raises(Refused, match="同一个人"):
        swap_shift(nights[0].id, other=nights[0].id, by=county["admin"], at=MONDAY)


@pytest.mark.parametrize("who", ["guide", "review", "leader", "housing"])
def test_passing_shifts_is_the_administrator_s(nights: list[Shift], county: SmallCounty, who: str) -> None:
    for act in (
        lambda: swap_shift(nights[0].id, other=nights[1].id, by=county[who], at=MONDAY),
        lambda: hand_over_shift(nights[0].id, to="m-leader", by=county[who], at=MONDAY),
    ):
        with pytest.raises(Refused, match="系统管理岗"):
            act()


def test_around_the_clock_somebody_is_always_there(county: SmallCounty) -> None:
    roll_out(
        "leader", members=["m-leader", "m-review"], first=TODAY, last=date(2026, 9, 20), kind="around_the_clock",
        by=county["admin"], at=MONDAY,
    )  # fmt: skip
    for hours in range(0, 6 * 24, 3):
        assert len(queries.on_duty(COUNTY, at=MONDAY + timedelta(hours=hours))) == 1
    assert queries.on_duty(COUNTY, at=at(21, 8, 30)) == []
