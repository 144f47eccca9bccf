from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.organisation import queries
from onedoor.organisation.actions.leaving import end_leave, name_delegate, take_leave
from onedoor.organisation.actions.rostering import roll_out
from onedoor.organisation.models import Leave, Member, Post, Seat, Unit
from tests.small_county import COUNTY, MONDAY, SmallCounty

TODAY = MONDAY.date()
DAY = timedelta(days=1)
FRIDAY = TODAY + 4 * DAY


def held(login: str, on: date) -> list[tuple[str, str]]:
    """The posts somebody holds on a day, each with the post acted for."""
    member = Member.objects.get(login=login)
    return [(standing.post, standing.acting_for) for standing in queries.actor(member, on=on).standings]


def go(county: SmallCounty, who: str, delegate: str = "", first: date = TODAY, last: date = FRIDAY) -> Leave:
    return take_leave(f"m-{who}", first=first, last=last, delegate=delegate, by=county[who], at=MONDAY)


def second_holder(post: str, login: str) -> None:
    Seat.objects.create(
        county=COUNTY, post=Post.objects.get(code=post), member=Member.objects.get(login=login), role="B",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    queries.changed()


def test_the_delegate_has_the_posts_and_the_absent_member_none(county: SmallCounty) -> None:
    go(county, "guide", "m-visit", first=TODAY + DAY)
    assert (held("guide", TODAY), held("visit", TODAY)) == ([("guide", "")], [("visit", "")])
    assert (held("guide", TODAY + DAY), held("visit", FRIDAY)) == ([], [("visit", ""), ("guide", "guide")])
    assert (held("guide", FRIDAY + DAY), held("visit", FRIDAY + DAY)) == ([("guide", "")], [("visit", "")])
    acting = queries.actor(Member.objects.get(login="visit"), on=FRIDAY)
    assert acting.has("register") and acting.code == "m-visit"
    assert [standing.name for standing in acting.standings] == ["回访岗", "引导台（代）"]


@pytest.mark.parametrize("post", ["inform", "safety", "privacy"])
def test_a_post_that_deals_with_secrets_is_handed_on_by_an_administrator_alone(county: SmallCounty, post: str) -> None:
    with pytest.raises(Refused, match="系统管理岗指定"):
        go(county, post, "m-guide")
    leave = go(county, post)
    with pytest.raises(Refused, match="系统管理岗指定"):
        name_delegate(leave.id, delegate="m-guide", by=county[post], at=MONDAY)
    assert name_delegate(leave.id, delegate="m-guide", by=county["admin"], at=MONDAY).delegate is not None


def test_a_post_without_stand_in_stays_with_whoever_is_away(county: SmallCounty) -> None:
    go(county, "guide")
    assert held("guide", TODAY) == [("guide", "")]


def test_b_stands_in_for_a_and_a_for_b(county: SmallCounty) -> None:
    second_holder("guide", "visit")
    post = Post.objects.get(code="guide")
    answering = queries.responsible(post, at=MONDAY)
    assert answering is not None and answering.login == "guide"
    assert held("visit", TODAY) == [("visit", ""), ("guide", "")]
    go(county, "guide")
    answering = queries.responsible(post, at=MONDAY)
    assert answering is not None and answering.login == "visit"
    assert (held("guide", TODAY), held("visit", TODAY)) == ([], [("visit", ""), ("guide", "")])


def test_when_a_and_b_are_both_away_a_delegate_answers_or_the_post_stays(county: SmallCounty) -> None:
    second_holder("guide", "visit")
    leave, post = go(county, "guide"), Post.objects.get(code="guide")
    go(county, "visit")
    assert held("guide", TODAY) == [("guide", "")]
    assert held("visit", TODAY) == [("visit", ""), ("guide", "")]
    assert getattr(queries.responsible(post, at=MONDAY), "login", "") == "guide"
    name_delegate(leave.id, delegate="m-review", by=county["guide"], at=MONDAY)
    assert held("guide", TODAY) == []
    assert held("visit", TODAY) == [("visit", "")]
    assert held("review", TODAY) == [("review", ""), ("guide", "guide")]
    assert getattr(queries.responsible(post, at=MONDAY), "login", "") == "review"
    Seat.objects.filter(post=post).delete()
    assert queries.responsible(post, at=MONDAY) is None


def test_a_delegate_who_left_has_nothing_and_the_post_stays(county: SmallCounty) -> None:
    go(county, "guide", "m-visit")
    Member.objects.filter(login="visit").update(is_active=False)
    queries.changed()
    assert (held("guide", TODAY), held("visit", TODAY)) == ([("guide", "")], [])


def test_a_delegate_s_delegate_gets_nothing(county: SmallCounty) -> None:
    """Such rows cannot be made by the actions; were they there, the first post would stay where it is."""
    people = {login: Member.objects.get(login=login) for login in ("guide", "visit", "review")}
    for who, delegate in (("guide", "visit"), ("visit", "review")):
        Leave.objects.create(county=COUNTY, member=people[who], first=TODAY, last=FRIDAY, delegate=people[delegate])
    queries.changed()
    assert held("guide", TODAY) == [("guide", "")]
    assert (held("visit", TODAY), held("review", TODAY)) == ([], [("review", ""), ("visit", "visit")])


def test_ending_a_leave_gives_the_posts_back_that_day(county: SmallCounty) -> None:
    leave = go(county, "guide", "m-visit")
    on_wednesday = MONDAY + 2 * DAY
    end_leave(leave.id, by=county["guide"], at=on_wednesday)
    assert (held("guide", TODAY + DAY), held("guide", TODAY + 2 * DAY)) == ([], [("guide", "")])
    assert held("visit", TODAY + 2 * DAY) == [("visit", "")]
    with pytest.raises(Refused, match="已经结束"):
        end_leave(leave.id, by=county["guide"], at=on_wednesday)
    again = take_leave(
        "m-guide", first=TODAY + 2 * DAY, last=FRIDAY, by=county["admin"], at=on_wednesday
    )  # the ended one no longer counts
    end_leave(again.id, by=county["admin"], at=on_wednesday)
    assert held("guide", FRIDAY) == [("guide", "")]


def test_leave_is_on_the_record_of_the_member_in_codes(county: SmallCounty) -> None:
    leave = go(county, "guide", "m-visit")
    name_delegate(leave.id, delegate="", by=county["guide"], at=MONDAY)
    end_leave(leave.id, by=county["admin"], at=MONDAY + DAY)
    told = Happening.objects.filter(subject="member:m-guide").order_by("seq")
    assert [(line.name.partition(".")[2], line.actor, line.payload) for line in told] == [
        ("leave_taken", "m-guide",
         {"member": "m-guide", "first": "2026-09-14", "last": "2026-09-18", "delegate": "m-visit"}),
        ("delegate_named", "m-guide", {"member": "m-guide", "first": "2026-09-14", "delegate": ""}),
        ("leave_ended", "m-admin",
         {"member": "m-guide", "first": "2026-09-14", "back": "2026-09-15", "delegate": ""}),
    ]  # fmt: skip


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"first": TODAY - DAY}, "不能补过去", "first"),
    ({"last": TODAY - DAY}, "不能早于", "last"),
    ({"delegate": "m-guide"}, "不能是本人", "delegate"),
    ({"delegate": "m-abroad"}, "本县没有这些人员：m-abroad", "delegate"),
    ({"delegate": "m-visit", "last": FRIDAY + 9 * DAY}, "这几天也请假", "delegate"),
    ({"first": FRIDAY + 20 * DAY, "last": FRIDAY + 40 * DAY}, "已经请了假", "first"),
    ({"first": FRIDAY + 50 * DAY, "last": FRIDAY + 60 * DAY}, "正代理", "first"),
    ({"first": FRIDAY + 71 * DAY, "last": FRIDAY + 72 * DAY}, "已经排了值班", "first"),
]


@pytest.mark.parametrize(("told", "said", "field"), REFUSED)
def test_a_leave_that_would_leave_a_hole_is_refused(
    county: SmallCounty, told: dict[str, Any], said: str, field: str
) -> None:
    unit = Unit.objects.create(county="990802", code="centre", name="别县", kind="centre", area="990802000000")
    Member.objects.create(county=unit.county, code="m-abroad", login="abroad", name="别县的人")
    go(county, "visit", first=FRIDAY + 7 * DAY, last=FRIDAY + 9 * DAY)
    go(county, "guide", first=FRIDAY + 30 * DAY, last=FRIDAY + 31 * DAY)
    go(county, "review", "m-guide", first=FRIDAY + 55 * DAY, last=FRIDAY + 56 * DAY)
    night = FRIDAY + 70 * DAY  # ends on the first day of the leave
    roll_out("guide", members=["m-guide"], first=night, last=night, kind="night", by=county["admin"], at=MONDAY)
    given: dict[str, Any] = {"first": TODAY, "last": FRIDAY} | told
    before = Happening.objects.count()
    with pytest.raises(Refused, match=said) as refusal:
        take_leave("m-guide", **given, by=county["guide"], at=MONDAY)
    assert refusal.value.field == field
    assert Happening.objects.count() == before


def test_delegates_make_no_circle(county: SmallCounty) -> None:
    """Whoever stands in cannot go away, so the last to close a circle is refused, and every one before."""
    go(county, "guide", "m-visit")
    with pytest.raises(Refused, match="正代理测试guide"):
        go(county, "visit", "m-review")
    with pytest.raises(Refused, match="正代理"):
        go(county, "visit", "m-guide", first=FRIDAY, last=FRIDAY + DAY)


WHO = {"guide": True, "admin": True, "visit": False, "leader": False, "dispatch": False, "housing": False}


@pytest.mark.parametrize(("who", "allowed"), WHO.items())
@pytest.mark.parametrize("act", ["take", "delegate", "end"])
def test_leave_is_one_s_own_or_the_administrator_s(county: SmallCounty, who: str, allowed: bool, act: str) -> None:
    leave = go(county, "guide", first=TODAY + 30 * DAY, last=TODAY + 31 * DAY)

    def try_it() -> None:
        if act == "take":
            take_leave("m-guide", first=TODAY, last=TODAY, by=county[who], at=MONDAY)
        elif act == "delegate":
            name_delegate(leave.id, delegate="m-visit", by=county[who], at=MONDAY)
        else:
            end_leave(leave.id, by=county[who], at=MONDAY)

    if allowed:
        try_it()
    else:
        with pytest.raises(Refused, match="由本人办理"):
            try_it()


PEOPLE = ["guide", "dispatch", "review", "visit", "housing"]
tries = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from(["", *PEOPLE]), st.integers(0, 6), st.integers(0, 4), st.booleans()
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=tries)
def test_delegation_never_gives_a_right_nobody_holds_nor_loses_one(
    county: SmallCounty, tries: list[tuple[str, str, int, int, bool]]
) -> None:
    """Whatever leave is taken, each post is held by somebody every day, by one of its own holders or the delegate of
    one; and nobody acts for a delegate."""
    Leave.objects.all().delete()
    queries.changed()
    for who, delegate, begin, length, end in tries:
        first = TODAY + begin * DAY
        try:
            leave = go(county, who, f"m-{delegate}" if delegate else "", first=first, last=first + length * DAY)
            if end:
                end_leave(leave.id, by=county["admin"], at=MONDAY + 2 * DAY)
        except Refused:
            continue
    posts = {post.code: frozenset(post.duties) for post in Post.objects.filter(code__in=PEOPLE)}
    for day in (TODAY + n * DAY for n in range(11)):
        away = [leave for leave in Leave.objects.all() if leave.first <= day <= leave.until]
        expected = {(leave.member.login, leave.delegate.login) for leave in away if leave.delegate}
        acting = set()
        everything: set[str] = set()
        for login in PEOPLE:
            standings = queries.actor(Member.objects.get(login=login), on=day).standings
            assert all(standing.duties == posts[standing.post] for standing in standings)
            acting |= {(standing.acting_for, login) for standing in standings if standing.acting_for}
            everything |= {standing.post for standing in standings}
        assert acting == expected
        assert everything == set(posts)


def test_an_instant_at_midnight_ends_a_leave_by_the_clock_of_the_county(county: SmallCounty) -> None:
    leave = go(county, "guide", "m-visit")
    end_leave(leave.id, by=county["guide"], at=datetime.combine(TODAY + DAY, datetime.min.time(), MONDAY.tzinfo))
    assert (held("guide", TODAY), held("guide", TODAY + DAY)) == ([], [("guide", "")])
