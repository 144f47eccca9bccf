"""Subscribers that hear all of a batch at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from onedoor.core import events, outbox
from onedoor.core.events import Notice, subscribe_together
from onedoor.core.models import Chain, Delivery
from onedoor.core.outbox import Batch
from tests.small_county import COUNTY, MONDAY


class Ear:
    """Hears batches; a word in ``broken`` cannot be borne."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.broken: set[str] = set()

    def __call__(self, notices: Sequence[Notice], now: datetime) -> None:
        words = [notice.payload["word"] for notice in notices]
        for word in words:
            Chain.objects.create(county=COUNTY, name=f"heard:{word}")
            if word in self.broken:
                raise ValueError(word)
        self.batches.append(words)


@pytest.fixture
def ear(db: None, monkeypatch: pytest.MonkeyPatch) -> Ear:
    monkeypatch.setattr(events, "SUBSCRIBERS", subscribers := dict(events.SUBSCRIBERS))
    monkeypatch.setattr(outbox, "SUBSCRIBERS", subscribers)
    made = Ear()
    subscribe_together(name="tests.together", lane="subject")(made)
    return made


def deliver(words: str) -> None:
    for word in words.split():
        subject = f"thing:{word[0]}"
        Delivery.objects.create(
            county=COUNTY, subscriber="tests.together", subject=subject, payload={"word": word}, due_at=MONDAY,
            lane=events.SUBSCRIBERS["tests.together"].key(COUNTY, subject),
        )  # fmt: skip


def heard() -> list[str]:
    names = Chain.objects.filter(name__startswith="heard:").order_by("id").values_list("name", flat=True)
    return [name.removeprefix("heard:") for name in names]


def test_a_batch_is_heard_at_once_and_in_order(ear: Ear) -> None:
    deliver("a1 b1 a2")
    assert outbox.run_batch(MONDAY) == Batch(3, 0)
    assert ear.batches == [["a1", "b1", "a2"]]
    assert not Delivery.objects.exists()


def test_where_the_batch_fails_each_is_blamed_for_its_own_and_holds_up_its_own_lane(ear: Ear) -> None:
    ear.broken = {"a1"}
    deliver("a1 b1 a2 b2")
    assert outbox.run_batch(MONDAY) == Batch(2, 1)
    assert heard() == ["b1", "b2"]
    assert [d.payload["word"] for d in Delivery.objects.order_by("id") if d.payload] == ["a1", "a2"]
