from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.core.models import Happening
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.organisation import queries
from onedoor.organisation.actions.leaving import take_leave
from onedoor.organisation.actions.rostering import make, roll_out, withdraw
from onedoor.organisation.models import Leave, Member, Post, Shift
from tests.small_county import COUNTY, MONDAY, SmallCounty

DAY = timedelta(days=1)
TODAY = MONDAY.date()
THREE = ["m-guide", "m-review", "m-visit"]


def roll(county: SmallCounty, *, post: str = "guide", by: str = "admin", **told: Any) -> list[Shift]:
    given = {"members": THREE, "first": TODAY, "last": date(2026, 9, 20), "kind": "day"} | told
    return roll_out(post, **given, by=county[by], at=MONDAY)


def laid() -> list[tuple[str, str]]:
    rows = Shift.objects.order_by("day").values_list("day", "member__login")
    return [(f"{day:%m-%d}", login) for day, login in rows]


def test_working_days_take_turns_and_make_up_days_count(county: SmallCounty) -> None:
    roll(county, last=date(2026, 9, 28), working_days_only=True)
    assert laid() == [
        ("09-14", "guide"), ("09-15", "review"), ("09-16", "visit"), ("09-17", "guide"), ("09-18", "review"),
        ("09-20", "visit"), ("09-21", "guide"), ("09-22", "review"), ("09-23", "visit"), ("09-24", "guide"),
        ("09-28", "review"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "only", "days"), [("day", False, 7), ("around_the_clock", True, 7), ("night", True, 6)]
)
def test_rest_days_are_left_out_unless_somebody_must_always_be_there(
    county: SmallCounty, kind: str, only: bool, days: int
) -> None:
    assert len(roll(county, kind=kind, working_days_only=only)) == days


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "touches"),
    [
        ("day", "09-14 08:30", "09-14 17:30", 1),
        ("night", "09-14 17:30", "09-15 08:30", 2),
        ("around_the_clock", "09-14 08:30", "09-15 08:30", 2),
    ],
)
def test_each_kind_has_its_hours(county: SmallCounty, kind: str, begins: str, ends: str, touches: int) -> None:
    shift = make(Post.objects.get(code="guide"), Member.objects.get(login="guide"), kind=kind, day=TODAY)
    assert (f"{shift.begins:%m-%d %H:%M}", f"{shift.ends:%m-%d %H:%M}", len(shift.days)) == (begins, ends, touches)


def test_the_same_roster_twice_changes_nothing(county: SmallCounty) -> None:
    roll(county)
    before, lines = laid(), Happening.objects.count()
    assert roll(county) == []
    assert (laid(), Happening.objects.count()) == (before, lines)
    roll(county, last=date(2026, 9, 23))
    assert (laid()[:7], len(laid())) == (before, 10)


def test_a_roster_is_on_the_record_day_by_day(county: SmallCounty) -> None:
    roll(county, last=TODAY + DAY)
    withdraw("guide", kind="day", first=TODAY, last=TODAY + DAY, by=county["admin"], at=MONDAY)
    told = Happening.objects.filter(subject="roster:guide").order_by("seq")
    assert [(line.name, line.payload) for line in told] == [
        ("organisation.roster_laid_out",
         {"kind": "day", "days": {"2026-09-14": "m-guide", "2026-09-15": "m-review"}}),
        ("organisation.shifts_withdrawn", {"kind": "day", "days": {"2026-09-15": "m-review"}}),
    ]  # fmt: skip
    assert laid() == [("09-14", "guide")]  # it had begun
    assert withdraw("guide", kind="day", first=TODAY, last=TODAY + DAY, by=county["admin"], at=MONDAY) == 0


def test_whoever_is_on_leave_is_passed_over_and_catches_up(county: SmallCounty) -> None:
    take_leave("m-review", first=TODAY, last=TODAY + 2 * DAY, by=county["review"], at=MONDAY)
    roll(county, kind="night")
    assert [login for _day, login in laid()] == ["guide", "visit", "guide", "review", "visit", "review", "guide"]
    take_leave("m-leader", first=TODAY + DAY, last=TODAY + DAY, by=county["leader"], at=MONDAY)
    with pytest.raises(Refused, match="2026-09-14名单里的人都在请假"):  # the night would end on the day of the leave
        roll(county, post="leader", members=["m-leader"], kind="night", last=TODAY)


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "evening"}, "白班、夜班", "kind"),
    ({"members": []}, "空的", "members"),
    ({"members": ["m-guide", "m-nobody"]}, "m-nobody", "members"),
    ({"last": TODAY - DAY}, "不能早于", "last"),
    ({"first": TODAY - DAY}, "不能补排", "first"),
    ({"last": TODAY + 366 * DAY}, "最多排一年", "last"),
    ({"first": date(2026, 9, 25), "last": date(2026, 9, 27), "working_days_only": True}, "没有工作日", "last"),
    ({"post": "nowhere"}, "没有这个岗位", "post"),
    ({"members": ["m-dispatch"], "first": date(2026, 9, 23), "last": date(2026, 9, 23)}, "2026-09-23已经有班", ""),
    ({"members": ["m-guide"], "first": date(2026, 9, 24), "last": date(2026, 9, 24)}, "已经排给测试review", ""),
]  # fmt: skip


@pytest.mark.parametrize(("told", "said", "field"), REFUSED)
def test_a_roster_that_cannot_be_kept_is_refused_whole(
    county: SmallCounty, told: dict[str, Any], said: str, field: str
) -> None:
    days = {"first": date(2026, 9, 23), "last": date(2026, 9, 23)}
    roll(county, post="dispatch", members=["m-dispatch"], kind="night", **days)
    roll(county, members=["m-review"], first=date(2026, 9, 24), last=date(2026, 9, 24))
    before = laid()
    with pytest.raises(Refused, match=said) as refusal:
        roll(county, **told)
    assert (refusal.value.field, laid()) == (field, before)


def test_the_store_itself_refuses_two_shifts_of_one_member_on_a_day(county: SmallCounty) -> None:
    roll(county, last=TODAY)
    person, other = Member.objects.get(login="guide"), Post.objects.get(code="visit")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(other, person, kind="night", day=TODAY).save()


@pytest.mark.parametrize("who", ["guide", "dispatch", "leader", "housing", "admin"])
def test_rosters_are_the_administrator_s(county: SmallCounty, who: str) -> None:
    acts = [
        lambda: roll(county, by=who),
        lambda: withdraw("guide", kind="day", first=TODAY, last=TODAY, by=county[who], at=MONDAY),
    ]
    for act in acts:
        if who == "admin":
            act()
        else:
            with pytest.raises(Refused, match="系统管理岗"):
                act()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.sampled_from([*THREE, "m-leader", "m-housing", "m-urban"]), min_size=1, unique=True),
    begin=st.integers(0, 30),
    length=st.integers(0, 40),
    kind=st.sampled_from(Shift.Kind.values),
    only=st.booleans(),
    further=st.integers(0, 20),
)
def test_a_roster_is_fair_and_puts_nobody_in_two_places(
    county: SmallCounty, people: list[str], begin: int, length: int, kind: str, only: bool, further: int
) -> None:
    Shift.objects.all().delete()
    Leave.objects.all().delete()
    first, last = TODAY + begin * DAY, TODAY + (begin + length) * DAY
    days = [first + n * DAY for n in range(length + 1)]
    if only and kind != "around_the_clock":
        days = [day for day in days if calendar(COUNTY).is_work(day)]
    try:
        made = roll(county, members=people, first=first, last=last, kind=kind, working_days_only=only)
    except Refused:
        assert not days
        return
    assert [shift.day for shift in made] == days
    served = Counter(shift.member.code for shift in made)
    counts = [served[code] for code in people]
    assert max(counts) - min(counts) <= 1
    assert roll(county, members=people, first=first, last=last, kind=kind, working_days_only=only) == []
    roll(county, members=people, first=first, last=last + further * DAY, kind=kind)
    by_person: dict[int, list[Shift]] = {}
    for shift in Shift.objects.order_by("begins"):
        by_person.setdefault(shift.member_id, []).append(shift)
    for shifts in by_person.values():
        assert all(one.ends <= other.begins for one, other in zip(shifts, shifts[1:], strict=False))


def test_a_year_of_nights_for_twenty_nine_is_fair(county: SmallCounty) -> None:
    """29 lawyers in rotation (A-024)."""
    codes = [f"m-l{n:02d}" for n in range(29)]
    Member.objects.bulk_create(Member(county=COUNTY, code=code, login=code, name=code) for code in codes)
    queries.changed()
    made = roll(county, members=codes, last=TODAY + 365 * DAY, working_days_only=True)
    counts = Counter(shift.member.code for shift in made)
    assert (len(counts), max(counts.values()) - min(counts.values())) == (29, 1)
