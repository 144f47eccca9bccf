from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation import queries
from onedoor.organisation.actions.placing import place
from onedoor.organisation.actions.seconding import end_secondment, record_attendance, second
from onedoor.organisation.actor import Actor, Standing
from onedoor.organisation.models import Attendance, Member, Unit
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

TODAY = MONDAY.date()
CAME = MONDAY - timedelta(hours=1)


@pytest.fixture
def sent(county: SmallCounty) -> None:
    """housing's handler works at the centre."""
    second("m-housing", home="housing", host="centre", first=date(2026, 9, 1), by=county["admin"], at=MONDAY)


def admin_of(unit: str) -> Actor:
    row = Unit.objects.get(county=COUNTY, code=unit)
    standing = Standing(f"admin-{unit}", unit, row.id, frozenset({"administer"}), row.area)
    return Actor(f"m-admin-{unit}", COUNTY, (standing,))


def test_home_guides_the_business_and_host_the_daily_work(sent: None) -> None:
    (row,) = queries.seconded(COUNTY, on=TODAY)
    assert (row.member.code, row.home.code, row.host.code) == ("m-housing", "housing", "centre")
    home = Member.objects.get(code="m-housing").home_unit
    assert home is not None and home.code == "housing"
    assert queries.seconded(COUNTY, on=date(2026, 8, 31)) == []


def test_a_secondment_ends_and_another_may_follow(sent: None, county: SmallCounty) -> None:
    end_secondment("m-housing", last=TODAY, by=county["admin"], at=MONDAY)
    assert len(queries.seconded(COUNTY, on=TODAY)) == 1
    assert queries.seconded(COUNTY, on=TODAY + timedelta(days=1)) == []
    second("m-housing", home="housing", host="urban", first=date(2026, 9, 15), by=county["admin"], at=MONDAY)
    names = Happening.objects.filter(subject="member:m-housing").order_by("seq").values_list("name", flat=True)
    assert [name.partition(".")[2] for name in names] == [
        "member_seconded", "secondment_ended", "member_seconded",
    ]  # fmt: skip


def test_one_member_is_in_one_place(sent: None, county: SmallCounty) -> None:
    with pytest.raises(Refused, match="已经派驻在别处"):
        second("m-housing", home="housing", host="urban", first=TODAY, by=county["admin"], at=MONDAY)
    with pytest.raises(Refused, match="不能是同一个"):
        second("m-urban", home="urban", host="urban", first=TODAY, by=county["admin"], at=MONDAY)
    with pytest.raises(Refused, match="没有派驻在外"):
        end_secondment("m-urban", last=TODAY, by=county["admin"], at=MONDAY)


def test_the_host_writes_down_who_came_and_the_later_word_holds(sent: None, county: SmallCounty) -> None:
    record_attendance("m-housing", day=TODAY, came_at=CAME, by=county["admin"], at=MONDAY)
    record_attendance("m-housing", day=TODAY, came_at=CAME, left_at=MONDAY, by=county["admin"], at=MONDAY)
    kept = Attendance.objects.get()
    assert (kept.came_at, kept.left_at, kept.host.code, kept.by) == (CAME, MONDAY, "centre", "m-admin")
    told = Happening.objects.filter(name="organisation.attendance_recorded")
    assert [line.payload for line in told] == [{"host": "centre", "day": "2026-09-14"}] * 2


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("centre", True), ("city", True), ("housing", False), ("urban", False), ("town-shiqiao", False)],
)
def test_only_the_host_and_whoever_commands_it_keep_attendance(
    sent: None, county: SmallCounty, who: str, allowed: bool
) -> None:
    """The home unit has the same area, and still may not."""
    Unit.objects.create(county=COUNTY, code="city", name="市中心", kind="upper", area="990801000000")
    place("centre", under="city", by=county["admin"], at=MONDAY)
    if allowed:
        record_attendance("m-housing", day=TODAY, came_at=CAME, by=admin_of(who), at=MONDAY)
    else:
        with pytest.raises(Refused, match="接收单位"):
            record_attendance("m-housing", day=TODAY, came_at=CAME, by=admin_of(who), at=MONDAY)
    assert Attendance.objects.exists() is allowed


@pytest.mark.parametrize(
    ("member", "came_at", "left_at", "field"),
    [
        ("m-urban", CAME, None, "day"),
        ("m-housing", MONDAY + MINUTE, None, "came_at"),
        ("m-housing", CAME - timedelta(days=1), None, "came_at"),
        ("m-housing", CAME, CAME - MINUTE, "left_at"),
        ("m-housing", CAME, MONDAY + MINUTE, "left_at"),
    ],
)
def test_attendance_that_cannot_have_been_is_refused(
    sent: None, county: SmallCounty, member: str, came_at: datetime, left_at: datetime | None, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        record_attendance(member, day=TODAY, came_at=came_at, left_at=left_at, by=county["admin"], at=MONDAY)
    assert refusal.value.field == field
