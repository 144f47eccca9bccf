from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onedoor.core.models import Delivery, Happening
from onedoor.notices.actions.telling import tell
from onedoor.notices.models import Message
from onedoor.organisation.models import Member, Post, Seat
from onedoor.organisation.queries import changed
from tests.notices.conftest import HOUSING, Door, note
from tests.small_county import COUNTY, MONDAY

DUE = "2026-09-16T17:30:00+08:00"
FACTS = {"unit": "housing", "due": DUE}


def test_a_duty_is_told_inside_at_once_and_nothing_leaves(door: Door) -> None:
    assert tell(note("case_given", to=HOUSING, facts=FACTS)) == 1
    message = Message.objects.get()
    assert (message.channel, message.state, message.sent_at) == ("inapp", "sent", MONDAY)
    assert (message.to, message.box) == (HOUSING, "duty:housing:handle")
    assert not Delivery.objects.filter(outside=True).exists()


def test_a_resident_s_message_is_one_row_and_one_delivery_that_goes_outside(door: Door) -> None:
    assert tell(note("replied"), note("extended", facts={"due": DUE})) == 2
    assert set(Message.objects.values_list("channel", "state")) == {("sms", "waiting")}
    assert Delivery.objects.filter(outside=True, due_at=MONDAY).count() == 2


def test_telling_puts_nothing_on_the_record_that_somebody_could_tell_about(door: Door) -> None:
    before = Happening.objects.count()
    tell(note("replied"), note("case_given", to=HOUSING, facts=FACTS))
    door.run(MONDAY)
    assert Happening.objects.count() == before


def test_telling_twice_is_telling_once(door: Door, settings: Any) -> None:
    settings.ONEDOOR_NOTICE_STAFF_EMAIL = True
    told = [note(key="k-1"), note("case_given", to=HOUSING, facts=FACTS, key="k-1")]
    assert tell(*told, *told) == 3
    assert tell(*told) == 0
    assert tell(note(key="k-2")) == 1
    door.run(MONDAY)
    assert tell(*told) == 0, "what was sent is not told again"


def test_what_two_tell_at_the_same_moment_is_refused_by_the_store(door: Door) -> None:
    tell(note(key="k-1"))
    message = Message.objects.get()
    message.pk += 1
    message._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)


def test_notes_without_a_key_are_all_told(door: Door) -> None:
    assert tell(note(), note()) == 2


def test_with_nothing_to_send_by_the_message_is_kept_and_never_leaves(door: Door, settings: Any) -> None:
    settings.ONEDOOR_NOTICE_SMS = settings.ONEDOOR_NOTICE_EMAIL = "off"
    tell(note())
    assert Message.objects.get().state == "withheld"
    settings.ONEDOOR_NOTICE_SMS = "console"
    door.run(MONDAY + timedelta(days=1))
    assert door.letters == []


def test_where_the_installation_says_so_each_holder_of_the_duty_gets_a_mail(door: Door, settings: Any) -> None:
    settings.ONEDOOR_NOTICE_STAFF_EMAIL = True
    member = Member.objects.get(code="m-housing")
    member.email = "housing@example.org"
    member.save()
    post = Post.objects.get(code="housing")
    elsewhere = Post.objects.create(
        county=COUNTY, code="housing-2", unit=post.unit, name="石桥岗", duties=post.duties, area="990801100000"
    )
    Seat.objects.create(
        county=COUNTY, post=elsewhere, member=Member.objects.get(code="m-urban"), valid_from=MONDAY.date()
    )
    changed()
    tell(note("case_given", to=HOUSING, facts=FACTS))
    assert sorted(Message.objects.values_list("to", "channel")) == [(HOUSING, "inapp"), ("member:m-housing", "email")]
    door.run(MONDAY)
    assert [(letter.channel, letter.address) for letter, _key in door.letters] == [("email", "housing@example.org")]


def test_a_member_who_left_or_has_no_mail_is_told_inside_only(door: Door, settings: Any) -> None:
    settings.ONEDOOR_NOTICE_STAFF_EMAIL = True
    tell(note("request_decided", to="member:m-housing"))
    door.run(MONDAY)
    assert door.letters == []
    assert sorted(Message.objects.values_list("channel", "state")) == [("email", "withheld"), ("inapp", "sent")]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"kind": "gossip"}, "no kind of message"),
        ({"kind": "extended"}, "without due"),
        ({"facts": {"name": "周晓云"}}, "more than a code"),
        ({"facts": {"words": "two words"}}, "more than a code"),
        ({"to": "neighbour:1"}, "nobody reaches"),
        ({"to": "duty:housing"}, "nobody reaches"),
    ],
)
def test_what_cannot_be_told_is_refused_when_it_is_told(door: Door, wrong: dict[str, Any], why: str) -> None:
    told = {"kind": "replied"} | wrong
    with pytest.raises(ValueError, match=why):
        tell(note(), note(told.pop("kind"), **told))
    assert not Message.objects.exists()
