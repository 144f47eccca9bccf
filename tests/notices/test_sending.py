from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from onedoor.core import outbox
from onedoor.core.models import Delivery
from onedoor.core.outbox import BACK_OFF, LEASE, Batch
from onedoor.notices.actions.sending import SEND
from onedoor.notices.actions.telling import tell
from onedoor.notices.addresses import Address
from onedoor.notices.models import Message
from onedoor.notices.providers import Undeliverable
from tests.notices.conftest import REF, Door, note
from tests.small_county import CHINA, MINUTE, MONDAY

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
EVENING = datetime(2026, 9, 14, 23, 0, tzinfo=CHINA)
MORNING = datetime(2026, 9, 15, 7, 0, tzinfo=CHINA)


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def test_a_resident_is_told_that_something_moved_and_nothing_of_what(door: Door) -> None:
    tell(note("replied"))
    door.run(MONDAY)
    ((letter, _key),) = door.letters
    assert (letter.channel, letter.address) == ("sms", "13900010417")
    assert letter.text == f"您反映的事项（编号{REF}）有了答复，请查看：https://door.example.org"
    message = Message.objects.get()
    assert (message.state, message.sent_at) == ("sent", MONDAY)


def test_without_a_phone_or_with_short_messages_off_the_mail_is_taken(door: Door, settings: Any) -> None:
    door.reached["17"] = Address(email="zhou@example.org")
    tell(note())
    door.run(MONDAY)
    door.reached["17"] = Address(phone="13900010417", email="zhou@example.org")
    settings.ONEDOOR_NOTICE_SMS = "off"
    tell(note(at=MONDAY + HOUR))
    door.run(MONDAY + HOUR)
    assert [(letter.channel, letter.title) for letter, _key in door.letters] == [("email", "有新进展")] * 2
    assert set(Message.objects.values_list("channel", flat=True)) == {"email"}


@pytest.mark.parametrize("found", [None, Address(), Address(phone="13900010417", silent=True)])
def test_whoever_is_not_to_be_written_to_is_not(door: Door, found: Address | None) -> None:
    door.reached["17"] = found
    tell(note("registered"), note("replied", urgent=True))
    door.run(MONDAY + timedelta(days=2))
    assert (door.letters, states()) == ([], ["withheld", "withheld"])


def test_safe_contact_is_asked_at_the_moment_of_sending(door: Door) -> None:
    tell(note(at=EVENING))
    door.run(EVENING)
    door.reached["17"] = Address(phone="13900010417", silent=True)
    door.run(MORNING)
    assert (door.letters, states()) == ([], ["withheld"])


def test_where_somebody_else_may_read_it_only_the_neutral_text_is_sent(door: Door) -> None:
    door.reached["17"] = Address(phone="13900010417", neutral=True)
    tell(note("declined"), note("replied"))
    door.run(MONDAY)
    assert door.texts == [f"您反映的事项（编号{REF}）有新进展，查进度：https://door.example.org"]
    assert door.letters[0][0].title == "有新进展"


def test_what_is_told_at_night_comes_in_the_morning_as_one(door: Door) -> None:
    tell(note("replied", at=EVENING))
    door.run(EVENING)
    tell(note("reopened", at=EVENING + HOUR), note("limit_moved", at=EVENING + HOUR, facts={"due": "2026-09-30"}))
    door.run(MORNING - SECOND)
    assert (door.letters, states()) == ([], ["waiting"] * 3)
    door.run(MORNING)
    assert door.texts == [f"您反映的事项（编号{REF}）有3条新进展，查进度：https://door.example.org"]
    assert states() == ["sent", "gathered", "gathered"]
    door.run(MORNING + timedelta(days=2))
    assert len(door.letters) == 1


def test_an_urgent_message_and_whoever_wished_it_are_not_kept_waiting_at_night(door: Door) -> None:
    door.reached["18"] = Address(phone="13900010418", quiet=False)
    tell(note(at=EVENING, urgent=True), note(at=EVENING, to="report:18"))
    door.run(EVENING)
    assert len(door.letters) == 2


def test_staff_get_their_mail_at_work_by_the_calendar_of_the_county(door: Door, settings: Any) -> None:
    settings.ONEDOOR_NOTICE_STAFF_EMAIL = True
    from onedoor.organisation.models import Member

    member = Member.objects.get(code="m-leader")
    member.email = "leader@example.org"
    member.save()
    holiday = datetime(2026, 10, 1, 10, 0, tzinfo=CHINA)
    tell(note("request_decided", to="member:m-leader", at=holiday))
    tell(note("emergency", to="member:m-leader", at=holiday, urgent=True))
    door.run(holiday)
    assert [letter.title for letter, _key in door.letters] == ["紧急：立即转办"]
    door.run(datetime(2026, 10, 8, 8, 29, tzinfo=CHINA))
    assert len(door.letters) == 1
    door.run(datetime(2026, 10, 8, 8, 30, tzinfo=CHINA))
    assert [letter.title for letter, _key in door.letters] == ["紧急：立即转办", "申请有了结论"]


def test_several_that_wait_become_one_digest(door: Door) -> None:
    tell(*(note() for _ in range(4)), note(to="report:18"))
    door.run(MONDAY)
    assert len(door.letters) == 2
    assert Message.objects.get(state="sent", to="report:17").gathers == 4


@pytest.mark.parametrize(("urgent", "at_once"), [(False, False), (True, True)])
def test_a_storm_of_five_hundred_is_six_letters_at_most(door: Door, urgent: bool, at_once: bool) -> None:
    for number in range(500):
        at = MONDAY + MINUTE * number / 500
        tell(note(at=at, urgent=urgent))
        if not at_once:
            door.run(at)
    door.run(MONDAY + HOUR - SECOND)
    assert len(door.letters) <= 5
    door.run(MONDAY + HOUR * 30)
    assert len(door.letters) <= 6
    assert sum(Message.objects.filter(state="sent").values_list("gathers", flat=True)) == 500
    assert set(states()) == {"sent", "gathered"}


def test_no_hour_ever_holds_more_than_the_limit(door: Door, settings: Any) -> None:
    settings.ONEDOOR_NOTICE_HOURLY = 3
    for number in range(120):
        tell(note(at=MONDAY + MINUTE * number))
        door.run(MONDAY + MINUTE * number)
    door.run(MONDAY + HOUR * 5)
    left = sorted(moment for moment in Message.objects.values_list("sent_at", flat=True) if moment)
    assert len(left) > 3
    assert all(later - moment >= HOUR for moment, later in zip(left, left[3:], strict=False))


def test_others_never_hold_up_what_is_urgent(door: Door) -> None:
    for number in range(20):
        tell(note(at=MONDAY + SECOND * number))
        door.run(MONDAY + SECOND * number)
    assert len(door.letters) == 5
    tell(note("replied", at=MONDAY + MINUTE, urgent=True))
    door.run(MONDAY + MINUTE)
    assert len(door.letters) == 6


def test_a_provider_that_fails_is_asked_again_under_the_same_key_and_about_the_same_messages(door: Door) -> None:
    tell(note(), note())
    door.broken = ConnectionError("no route")
    assert outbox.run_outside(SEND, MONDAY) == Batch(0, 1)
    assert states() == ["sending", "gathered"]
    tell(note(at=MONDAY + SECOND / 2))
    door.broken = None
    door.run(MONDAY + BACK_OFF[0])
    assert [letter.text.count("有2条") for letter, _key in door.letters] == [0, 1]
    assert states() == ["sent", "gathered", "sent"]


def test_a_sender_killed_after_sending_sends_again_under_the_same_key(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(note())
    noted = "onedoor.notices.actions.sending._noted"
    with monkeypatch.context() as patch:
        patch.setattr(noted, lambda *told: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            outbox.run_outside(SEND, MONDAY)
    assert outbox.run_outside(SEND, MONDAY + LEASE) == Batch(1, 0)
    (first, second) = door.letters
    assert first == second
    assert states() == ["sent"]


def test_what_is_replayed_at_night_still_waits_for_the_morning(door: Door) -> None:
    tell(note())
    door.broken = ConnectionError("no route")
    outbox.run_outside(SEND, MONDAY)
    Delivery.objects.update(due_at=EVENING)
    door.broken = None
    door.run(EVENING)
    assert (door.letters, states()) == ([], ["sending"])
    door.run(MORNING)
    assert (len(door.letters), states()) == (1, ["sent"])


def test_a_letter_refused_for_good_is_noted_and_makes_no_other(door: Door) -> None:
    tell(note())
    door.broken = Undeliverable("550")
    door.run(MONDAY + timedelta(days=2))
    assert (states(), door.letters) == (["failed"], [])
    assert not Delivery.objects.filter(subscriber=SEND).exists()


def test_another_try_is_not_counted_as_another_letter(door: Door, settings: Any) -> None:
    settings.ONEDOOR_NOTICE_HOURLY = 1
    tell(note())
    door.broken = ConnectionError("no route")
    outbox.run_outside(SEND, MONDAY)
    door.broken = None
    door.run(MONDAY + BACK_OFF[0])
    assert len(door.letters) == 1


def test_an_urgent_message_is_part_of_no_digest(door: Door) -> None:
    tell(note("replied"), note("registered"), note("declined", urgent=True))
    door.run(MONDAY)
    assert sorted(Message.objects.filter(state="sent").values_list("kind", "gathers")) == [
        ("declined", 1),
        ("replied", 2),
    ]
