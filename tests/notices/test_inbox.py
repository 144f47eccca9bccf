from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onedoor.core.refusal import Refused
from onedoor.notices.actions.reading import read, read_all
from onedoor.notices.actions.telling import tell
from onedoor.notices.models import Message, Reading
from onedoor.notices.queries import NEWEST, inbox, unread
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Member, Post, Seat
from onedoor.organisation.queries import actor, changed
from tests.notices.conftest import HOUSING, note
from tests.small_county import COUNTY, MINUTE, MONDAY, SmallCounty

TOWN = "duty:town-chengguan:handle:990801001001"


def told(to: str, number: int = 1) -> list[Message]:
    """So many messages to a recipient, a minute apart."""
    tell(*(note("order_discharged", to=to, at=MONDAY + MINUTE * n) for n in range(number)))
    return list(Message.objects.filter(to=to).order_by("made_at"))


def seen(by: Actor, **asked: object) -> list[int]:
    return [entry.message.id for entry in inbox(by, size=50, **asked)]  # type: ignore[arg-type]


def second_holder(post: str) -> Actor:
    """Somebody who sits on a post beside its holder."""
    member = Member(county=COUNTY, code="m-second", login="second", name="测试二")
    member.set_unusable_password()
    member.save()
    Seat.objects.create(county=COUNTY, post=Post.objects.get(code=post), member=member, valid_from=MONDAY.date())
    changed()
    return actor(member, on=MONDAY.date())


def test_the_holder_of_the_duty_sees_it_and_nobody_else(county: SmallCounty) -> None:
    (message,) = told(HOUSING)
    assert seen(county["housing"]) == [message.id]
    assert {post for post in county.actors if seen(county[post])} == {"housing"}


def test_a_duty_is_told_about_the_places_of_the_post_only(county: SmallCounty) -> None:
    told("duty:town-chengguan:handle:990801100201")
    (inside,) = told(TOWN)
    assert seen(county["town-chengguan"]) == [inside.id]
    assert unread(county["town-chengguan"]) == 1


def test_a_member_is_told_what_is_theirs_and_not_what_is_m_10_s(county: SmallCounty) -> None:
    (mine,) = told("member:m-housing")
    told("member:m-housing-2")
    assert seen(county["housing"]) == [mine.id]


def test_newest_first_and_pages_follow_each_other_without_gap_or_repeat(county: SmallCounty) -> None:
    told(HOUSING, 40)
    tell(*(note("order_discharged", to="member:m-housing", at=MONDAY + MINUTE * 3) for _ in range(30)))
    ids, before = [], None
    while page := inbox(county["housing"], size=7, before=before):
        ids += [entry.message.id for entry in page]
        before = (page[-1].message.made_at, page[-1].message.id)
    newest = Message.objects.order_by("-made_at", "-id")
    assert ids == [message.id for message in newest]


def test_what_lies_in_two_posts_of_one_actor_is_shown_and_counted_once(county: SmallCounty) -> None:
    post = Post.objects.get(code="housing")
    wider = Post.objects.create(
        county=COUNTY, code="housing-b", unit=post.unit, name="副岗", duties=post.duties, area="990801001000"
    )
    member = Member.objects.get(code="m-housing")
    Seat.objects.create(county=COUNTY, post=wider, member=member, valid_from=MONDAY.date())
    changed()
    told(HOUSING)
    twice = actor(member, on=MONDAY.date())
    assert (len(seen(twice)), unread(twice)) == (1, 1)


def test_each_holder_reads_for_themselves_and_the_message_keeps_who_was_first(county: SmallCounty) -> None:
    second = second_holder("housing")
    (message,) = told(HOUSING)
    read(message.id, by=county["housing"], at=MONDAY)
    read(message.id, by=county["housing"], at=MONDAY + MINUTE)
    assert (unread(county["housing"]), unread(second)) == (0, 1)
    read(message.id, by=second, at=MONDAY + MINUTE)
    message.refresh_from_db()
    assert (message.read_by, message.read_at) == ("m-housing", MONDAY)
    assert Reading.objects.count() == 2


def test_a_message_to_others_cannot_be_read_and_looks_as_if_it_were_not_there(county: SmallCounty) -> None:
    (message,) = told(TOWN)
    said = []
    for number in (message.id, 1):
        with pytest.raises(Refused) as refused:
            read(number, by=county["housing"], at=MONDAY)
        said.append(str(refused.value))
    assert said[0] == said[1] and not Reading.objects.exists()


def test_all_are_read_at_once_and_only_those_that_were_not(county: SmallCounty) -> None:
    first, *_others = told(HOUSING, 5)
    read(first.id, by=county["housing"], at=MONDAY)
    assert read_all(by=county["housing"], at=MONDAY) == 4
    assert read_all(by=county["housing"], at=MONDAY) == 0
    assert not any(entry.unread for entry in inbox(county["housing"], size=50))


def test_the_bell_is_one_query_and_looks_no_further_than_the_newest(county: SmallCounty) -> None:
    told(HOUSING, NEWEST + 30)
    with CaptureQueriesContext(connection) as queries:
        assert unread(county["housing"]) == NEWEST
    assert len(queries) == 1
    read_all(by=county["housing"], at=MONDAY + timedelta(days=1))
    assert unread(county["housing"]) == 0


def test_the_list_is_read_along_its_index(county: SmallCounty) -> None:
    told(HOUSING, 3)
    with CaptureQueriesContext(connection) as queries:
        unread(county["housing"])
    (query,) = queries
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table this small is otherwise read whole
            cursor.execute(f"EXPLAIN {query['sql']}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
        plan = str(cursor.fetchall())
    assert "message_inbox" in plan
