from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from onedoor.core import events, outbox
from onedoor.core.events import Lane, Notice, subscribe
from onedoor.core.models import Chain, Delivery
from onedoor.core.outbox import BACK_OFF, Batch
from onedoor.core.worker import Worker
from tests.small_county import COUNTY, MONDAY

SECOND = timedelta(seconds=1)


class Ear:
    """A subscriber that writes what it heard as rows, and fails at what it was told to fail at."""

    def __init__(self) -> None:
        self.broken: dict[str, Exception] = {}

    def __call__(self, notice: Notice, now: datetime) -> None:
        word = notice.payload["word"]
        Chain.objects.create(county=COUNTY, name=f"heard:{word}", chain_seq=notice.attempt)
        if error := self.broken.get(word):
            raise error

    @property
    def heard(self) -> list[str]:
        """In the order it was heard: ids grow."""
        names = Chain.objects.filter(name__startswith="heard:").order_by("id").values_list("name", flat=True)
        return [name.removeprefix("heard:") for name in names]


@pytest.fixture
def ear(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    monkeypatch.setattr(events, "SUBSCRIBERS", subscribers := dict(events.SUBSCRIBERS))
    monkeypatch.setattr(outbox, "SUBSCRIBERS", subscribers)
    made = Ear()
    lanes: tuple[Lane, ...] = ("none", "subject", "county")
    for lane in lanes:
        subscribe(name=f"tests.{lane}", lane=lane)(made)
    yield made


def deliver(words: str, *, lane: str = "none", due_at: datetime = MONDAY) -> None:
    """One delivery per word, in this order; a word is subject and number: a1 a2 b1."""
    subscriber = events.SUBSCRIBERS[f"tests.{lane}"]
    for word in words.split():
        subject = f"thing:{word[0]}"
        Delivery.objects.create(
            county=COUNTY, subscriber=subscriber.name, subject=subject, lane=subscriber.key(COUNTY, subject),
            payload={"word": word}, due_at=due_at,
        )  # fmt: skip


def waiting() -> list[str]:
    return [delivery.payload["word"] for delivery in Delivery.objects.order_by("id") if delivery.payload]


@pytest.mark.parametrize("lane", ["none", "subject", "county"])
def test_what_is_due_is_handed_over_once_and_is_gone(ear: Ear, lane: str) -> None:
    deliver("a1 b1 a2", lane=lane)
    assert outbox.drain(MONDAY) == Batch(3, 0)
    assert sorted(ear.heard) == ["a1", "a2", "b1"]
    assert waiting() == []
    assert outbox.run_batch(MONDAY).idle


def test_what_is_due_later_waits(ear: Ear) -> None:
    deliver("a1", due_at=MONDAY + SECOND)
    assert outbox.run_batch(MONDAY).idle
    assert outbox.next_due(MONDAY) == MONDAY + SECOND
    assert outbox.drain(MONDAY + SECOND).handled == 1
    assert outbox.next_due(MONDAY) is None


@pytest.mark.parametrize("lane", ["subject", "county"])
@pytest.mark.parametrize("size", [1, 2, 100])
def test_a_lane_keeps_its_order_whatever_the_size_of_a_batch(ear: Ear, lane: str, size: int) -> None:
    deliver("a1 b1 a2 b2 a3 a4", lane=lane)
    while not outbox.run_batch(MONDAY, size=size).idle:
        pass
    order = ear.heard
    if lane == "county":
        assert order == ["a1", "b1", "a2", "b2", "a3", "a4"]
    else:
        assert [word for word in order if word < "b"] == ["a1", "a2", "a3", "a4"]
        assert [word for word in order if word > "b"] == ["b1", "b2"]


def test_a_failing_handler_is_asked_again_ever_later_and_then_parked(ear: Ear) -> None:
    deliver("a1")
    ear.broken["a1"] = RuntimeError("no answer")
    now, pauses = MONDAY, []
    for attempt in range(1, len(BACK_OFF) + 1):
        assert outbox.drain(now) == Batch(0, 1)
        delivery = Delivery.objects.get()
        assert (delivery.attempts, delivery.parked, delivery.error) == (attempt, False, "RuntimeError: no answer")
        pauses.append(delivery.due_at - now)
        assert outbox.run_batch(delivery.due_at - SECOND / 2).idle
        now = delivery.due_at
    assert tuple(pauses) == BACK_OFF
    assert outbox.drain(now) == Batch(0, 1)
    assert [delivery.attempts for delivery in outbox.parked()] == [len(BACK_OFF) + 1]
    assert outbox.drain(now + timedelta(days=365)).idle
    assert ear.heard == []


def test_what_a_handler_wrote_goes_with_its_failure_and_stays_with_its_success(ear: Ear) -> None:
    deliver("a1 b1")
    ear.broken["a1"] = RuntimeError()
    outbox.drain(MONDAY)
    assert (ear.heard, waiting()) == (["b1"], ["a1"])
    ear.broken.clear()
    outbox.drain(MONDAY + BACK_OFF[0])
    assert (sorted(ear.heard), waiting()) == (["a1", "b1"], [])


@pytest.mark.parametrize("error", [KeyError("unit"), IndexError(), LookupError()])
def test_a_mistake_in_a_handler_is_no_unknown_subscriber(ear: Ear, error: Exception) -> None:
    deliver("a1")
    ear.broken["a1"] = error
    outbox.drain(MONDAY)
    assert outbox.parked() == []


def test_a_failure_the_store_cannot_even_write_down_does_not_fail_the_batch(ear: Ear) -> None:
    deliver("a1 b1")
    ear.broken["a1"] = RuntimeError("\x00\ud800")
    assert outbox.drain(MONDAY) == Batch(1, 1)
    assert Delivery.objects.get().error.startswith("RuntimeError")


def test_a_delivery_to_nobody_is_parked_at_once_and_holds_up_no_other(ear: Ear) -> None:
    deliver("a1 b1")
    Delivery.objects.filter(subject="thing:a").update(subscriber="tests.gone")
    assert outbox.drain(MONDAY) == Batch(1, 1)
    (parked,) = outbox.parked()
    assert "no subscriber is called tests.gone" in parked.error


@pytest.mark.parametrize("lane", ["subject", "county"])
def test_a_delivery_that_waits_for_its_next_attempt_holds_up_its_lane(ear: Ear, lane: str) -> None:
    deliver("a1 a2 b1", lane=lane)
    ear.broken["a1"] = RuntimeError()
    outbox.drain(MONDAY)
    assert ear.heard == (["b1"] if lane == "subject" else [])
    ear.broken.clear()
    outbox.drain(MONDAY + BACK_OFF[0])
    assert ear.heard == (["b1", "a1", "a2"] if lane == "subject" else ["a1", "a2", "b1"])


def park(ear: Ear, word: str) -> None:
    """Let a delivery fail until it is parked."""
    ear.broken[word] = RuntimeError()
    Delivery.objects.filter(payload__word=word).update(attempts=len(BACK_OFF))


@pytest.mark.parametrize("lane", ["subject", "county"])
@pytest.mark.parametrize("size", [1, 100])
def test_a_parked_delivery_holds_up_its_own_subject_and_nobody_else(ear: Ear, lane: str, size: int) -> None:
    deliver("a1 a2 b1 a3 b2", lane=lane)
    park(ear, "a1")
    while not outbox.run_batch(MONDAY, size=size).idle:
        pass
    assert ear.heard == ["b1", "b2"]
    deliver("c1 a4 b3", lane=lane)
    outbox.drain(MONDAY + timedelta(days=1))
    assert sorted(ear.heard) == ["b1", "b2", "b3", "c1"]
    assert waiting() == ["a1", "a2", "a3", "a4"]


@pytest.mark.parametrize("lane", ["subject", "county"])
def test_a_replayed_delivery_goes_first_and_its_subject_follows(ear: Ear, lane: str) -> None:
    deliver("a1 a2 b1", lane=lane)
    park(ear, "a1")
    outbox.drain(MONDAY)
    ear.broken.clear()
    (parked,) = outbox.parked()
    assert outbox.replay([parked.id], now=MONDAY) == 1
    assert outbox.replay([parked.id], now=MONDAY) == 0
    assert Delivery.objects.get(id=parked.id).attempts == 0
    outbox.drain(MONDAY)
    assert ear.heard == ["b1", "a1", "a2"]


def test_nobody_overtakes_a_delivery_of_the_same_lane_that_is_not_due_yet(ear: Ear) -> None:
    deliver("a1", lane="county")
    deliver("b1", lane="county", due_at=MONDAY + SECOND)
    deliver("c1", lane="county")
    outbox.drain(MONDAY)
    assert ear.heard == ["a1"]
    outbox.drain(MONDAY + SECOND)
    assert ear.heard == ["a1", "b1", "c1"]


def test_a_worker_with_nothing_to_do_but_wait_does_not_spin(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver("a1 a2", lane="subject")
    park(ear, "a1")
    outbox.drain(MONDAY)
    slept: list[float] = []
    worker = Worker(clock=lambda: MONDAY + SECOND)
    for way in ("_listen", "_watch_file"):
        monkeypatch.setattr(worker, way, slept.append)
    worker._wait(MONDAY + SECOND)
    assert slept == [1.0]
