from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from onedoor.core import events, outbox
from onedoor.core.events import Lane, Notice, schedule, subscribe
from onedoor.core.models import Delivery
from onedoor.core.outbox import BACK_OFF, LEASE, Batch
from onedoor.core.sender import Sender
from tests.small_county import COUNTY, MONDAY

SECOND = timedelta(seconds=1)


class Post:
    """A subscriber that talks to the outside: it keeps what it was given, with the key, and does as it was told."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.broken: dict[str, BaseException] = {}
        self.inside_transactions: set[int] = set()

    def __call__(self, notice: Notice, now: datetime) -> None:
        word = notice.payload["word"]
        self.inside_transactions.add(len(connection.atomic_blocks))
        self.sent.append((word, notice.key))
        if error := self.broken.get(word):
            raise error

    @property
    def words(self) -> list[str]:
        return [word for word, _key in self.sent]


@pytest.fixture
def post(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setattr(events, "SUBSCRIBERS", subscribers := {})
    monkeypatch.setattr(outbox, "SUBSCRIBERS", subscribers)
    made = Post()
    lanes: tuple[Lane, ...] = ("none", "subject")
    for lane in lanes:
        subscribe(name=f"tests.{lane}", lane=lane, outside=True)(made)
    yield made


def deliver(words: str, *, lane: str = "none", due_at: datetime = MONDAY) -> None:
    """One delivery per word, in this order; a word is subject and number: a1 a2 b1."""
    subscriber = events.SUBSCRIBERS[f"tests.{lane}"]
    for word in words.split():
        subject = f"thing:{word[0]}"
        delivery = schedule(subscriber.name, county=COUNTY, subject=subject, due_at=due_at, payload={"word": word})
        delivery.lane = subscriber.key(COUNTY, subject)
        delivery.save()


def send_all(now: datetime, lane: str = "none") -> Batch:
    handled = failed = 0
    while not (batch := outbox.run_outside(f"tests.{lane}", now)).idle:
        handled += batch.handled
        failed += batch.failed
    return Batch(handled, failed)


def waiting() -> list[str]:
    return [delivery.payload["word"] for delivery in Delivery.objects.order_by("id") if delivery.payload]


def test_what_goes_outside_is_sent_once_in_due_order_and_is_gone(post: Post) -> None:
    deliver("b1", due_at=MONDAY)
    deliver("a1 a2", due_at=MONDAY - SECOND)
    deliver("c1", due_at=MONDAY + SECOND)
    assert send_all(MONDAY) == Batch(3, 0)
    assert post.words == ["a1", "a2", "b1"]
    assert len({key for _word, key in post.sent}) == 3
    assert waiting() == ["c1"]


def test_a_batch_touches_nothing_that_goes_outside(post: Post) -> None:
    deliver("a1")
    assert outbox.drain(MONDAY).idle and outbox.next_due(MONDAY - SECOND) is None
    assert (post.sent, waiting()) == ([], ["a1"])


def test_the_handler_is_called_in_no_transaction(post: Post) -> None:
    around = len(connection.atomic_blocks)  # those of the test itself
    deliver("a1")
    send_all(MONDAY)
    assert post.inside_transactions == {around}


def test_inside_a_transaction_nothing_is_sent(post: Post) -> None:
    deliver("a1")
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        outbox.run_outside("tests.none", MONDAY)
    assert post.sent == []


def test_a_sender_that_died_after_sending_is_followed_by_one_that_sends_again_under_the_same_key(post: Post) -> None:
    deliver("a1")
    post.broken["a1"] = SystemExit()  # as a kill leaves it: sent, and nobody removes the delivery
    with pytest.raises(SystemExit):
        outbox.run_outside("tests.none", MONDAY)
    post.broken.clear()
    assert outbox.run_outside("tests.none", MONDAY + LEASE - SECOND).idle, "the lease holds"
    assert send_all(MONDAY + LEASE) == Batch(1, 0)
    assert post.words == ["a1", "a1"] and len({key for _word, key in post.sent}) == 1
    assert waiting() == []


def test_whoever_was_too_slow_leaves_the_delivery_to_whoever_took_it_over(post: Post) -> None:
    deliver("a1")
    other = MONDAY + LEASE + LEASE

    @subscribe(name="tests.slow", outside=True)
    def slow(notice: Notice, now: datetime) -> None:
        Delivery.objects.update(leased_until=other)  # taken over while this one still waits for its answer
        raise TimeoutError

    Delivery.objects.update(subscriber="tests.slow")
    outbox.run_outside("tests.slow", MONDAY)
    delivery = Delivery.objects.get()
    assert (delivery.leased_until, delivery.attempts) == (other, 0)


def test_a_failing_sender_is_asked_again_ever_later_then_parked_and_replayed_by_a_person(post: Post) -> None:
    deliver("a1")
    post.broken["a1"] = ConnectionError("no route")
    now, pauses = MONDAY, []
    for attempt in range(1, len(BACK_OFF) + 1):
        assert outbox.run_outside("tests.none", now) == Batch(0, 1)
        delivery = Delivery.objects.get()
        assert (delivery.attempts, delivery.parked, delivery.leased_until) == (attempt, False, None)
        pauses.append(delivery.due_at - now)
        now = delivery.due_at
    assert tuple(pauses) == BACK_OFF
    assert send_all(now) == Batch(0, 1)
    assert send_all(now + timedelta(days=365)).idle
    (parked,) = outbox.parked()
    assert parked.error == "ConnectionError: no route"
    post.broken.clear()
    assert outbox.replay([parked.id], now=now) == 1
    assert send_all(now) == Batch(1, 0)
    assert len({key for _word, key in post.sent}) == 1


def test_one_that_fails_holds_up_no_other(post: Post) -> None:
    deliver("a1 b1")
    post.broken["a1"] = RuntimeError()
    assert send_all(MONDAY) == Batch(1, 1)
    assert (post.words, waiting()) == (["a1", "b1"], ["a1"])


def test_a_lane_keeps_its_order_outside_too(post: Post) -> None:
    deliver("a1 a2 b1", lane="subject")
    post.broken["a1"] = RuntimeError()
    assert send_all(MONDAY, "subject") == Batch(1, 1)
    assert post.words == ["a1", "b1"], "what waits for its next attempt holds up its lane"
    post.broken.clear()
    assert send_all(MONDAY + BACK_OFF[0], "subject") == Batch(2, 0)
    assert post.words == ["a1", "b1", "a1", "a2"]


def test_what_is_leased_holds_up_its_lane_and_no_other(post: Post) -> None:
    deliver("a1 a2 b1", lane="subject")
    Delivery.objects.filter(payload__word="a1").update(leased_until=MONDAY + LEASE)
    assert send_all(MONDAY, "subject") == Batch(1, 0)
    assert post.words == ["b1"]


def test_a_parked_delivery_outside_holds_up_its_own_subject(post: Post) -> None:
    deliver("a1 a2 b1", lane="subject")
    Delivery.objects.filter(payload__word="a1").update(parked=True)
    assert send_all(MONDAY, "subject") == Batch(1, 0)
    assert waiting() == ["a1", "a2"]


def test_a_subscriber_that_changed_sides_finds_its_deliveries(post: Post) -> None:
    deliver("a1 b1")
    Delivery.objects.filter(payload__word="a1").update(outside=False)
    Delivery.objects.filter(payload__word="b1").update(subscriber="tests.gone")
    outbox.sort_out()
    assert send_all(MONDAY) == Batch(1, 0)
    assert outbox.drain(MONDAY) == Batch(0, 1), "nobody is there any more: parked, where an operator sees it"
    assert [delivery.subscriber for delivery in outbox.parked()] == ["tests.gone"]


def test_a_store_that_fails_does_not_end_the_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([connection.Database.OperationalError("gone"), Batch(1, 0)])
    asked = threading.Event()

    def run_outside(subscriber: str, now: datetime) -> Batch:
        answer = next(answers, Batch(0, 0))
        if isinstance(answer, Exception):
            raise_as_django(answer)
        if not answer.idle:
            asked.set()
        return answer

    monkeypatch.setattr(outbox, "run_outside", run_outside)
    monkeypatch.setattr("onedoor.core.sender.close_old_connections", lambda: None)
    sender = Sender("tests.none", clock=lambda: MONDAY)
    sender.start()
    assert asked.wait(10)
    began = time.monotonic()
    sender.stop()
    assert time.monotonic() - began < 1, "a sleeping sender is woken to stop"


def raise_as_django(error: Exception) -> None:
    with connection.wrap_database_errors:
        raise error
