from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from django.utils import timezone

from onedoor.core import chain, events, outbox
from onedoor.core.chain import commitment
from onedoor.core.events import Event, Notice, emit, record, schedule, subscribe
from onedoor.core.models import Delivery, Happening, Remark
from tests.small_county import COUNTY, MONDAY


@dataclass(frozen=True)
class Knocked(Event):
    """Somebody knocked."""

    name: ClassVar[str] = "tests.knocked"
    words: ClassVar[tuple[str, ...]] = ("reason",)
    prose: ClassVar[tuple[str, ...]] = ("trace",)

    door: str = "d-1"
    on: date = date(2026, 9, 14)
    facts: Mapping[str, Any] | None = None
    trace: str = ""


class Porter:
    code = "m-porter"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Notice]]:
    heard: list[Notice] = []
    monkeypatch.setattr(events, "SUBSCRIBERS", subscribers := dict(events.SUBSCRIBERS))
    monkeypatch.setattr(outbox, "SUBSCRIBERS", subscribers)
    monkeypatch.setattr(events, "_listening", {})
    subscribe(Knocked, name="tests.ear", lane="subject")(lambda notice, now: heard.append(notice))
    yield heard


def knock(**said: Any) -> Happening:
    head = chain.locked(COUNTY, "door:1")
    emit(Knocked(**said), on=head, by=Porter(), at=MONDAY, words={"reason": "有人吗", "unsaid": ""} if said else None)
    return Happening.objects.filter(subject="door:1").latest("seq")


def test_an_event_is_one_line_and_one_delivery_per_subscriber(db: None, told: list[Notice]) -> None:
    line = knock(door="d-2")
    assert (line.seq, line.name, line.actor, line.at) == (1, "tests.knocked", "m-porter", MONDAY)
    assert line.payload["on"] == "2026-09-14"
    delivery = Delivery.objects.get(subject="door:1")
    assert (delivery.subscriber, delivery.lane, delivery.happening) == (
        "tests.ear",
        f"s:tests.ear:{COUNTY}:door:1",
        line.id,
    )
    outbox.drain(timezone.now())
    (notice,) = told
    assert (notice.county, notice.subject, notice.name, notice.seq, notice.at) == (
        COUNTY,
        "door:1",
        "tests.knocked",
        1,
        MONDAY,
    )
    assert notice.payload == line.payload
    assert not Delivery.objects.filter(subject="door:1").exists()


def test_an_event_is_due_at_once_by_the_clock_of_its_story(db: None, told: list[Notice]) -> None:
    knock()
    outbox.drain(min(MONDAY, timezone.now()))
    assert len(told) == 1


def test_lines_follow_each_other(db: None, told: list[Notice]) -> None:
    first, second = knock(), knock()
    assert (second.seq, second.previous) == (2, first.hash)


def test_words_stand_beside_the_line_and_only_their_commitment_in_it(db: None, told: list[Notice]) -> None:
    line = knock(door="d-2")
    remark = Remark.objects.get(subject="door:1")
    assert (remark.seq, remark.field, remark.text) == (1, "reason", "有人吗")
    assert line.payload["words"] == {"reason": commitment("有人吗", bytes(remark.salt))}
    assert "有人吗" not in str(line.payload)


@pytest.mark.parametrize(
    "wrong", [{"door": "前门"}, {"facts": {"who": "周女士"}}, {"facts": {"周女士": "x"}}, {"facts": {"all": ["a b"]}}]
)
def test_a_line_takes_codes_only(db: None, told: list[Notice], wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="more than a code"):
        knock(**wrong)


def test_prose_and_known_words_are_taken_and_others_not(db: None, told: list[Notice]) -> None:
    knock(trace="跳过 周末")
    with pytest.raises(ValueError, match="no words called"):
        emit(Knocked(), on=chain.locked(COUNTY, "door:1"), by=Porter(), at=MONDAY, words={"gossip": "…"})


def test_a_record_that_moved_meanwhile_is_not_written_over(db: None, told: list[Notice]) -> None:
    stale = chain.locked(COUNTY, "door:1")
    knock()
    with pytest.raises(RuntimeError, match="lock it first"):
        emit(Knocked(), on=stale, by=Porter(), at=MONDAY)
    assert Happening.objects.filter(subject="door:1").count() == 1


def test_history_is_recorded_and_told_to_nobody(db: None, told: list[Notice]) -> None:
    rows = record(Knocked(), on=chain.locked(COUNTY, "door:1"), by=Porter(), at=MONDAY, told=False)
    assert [type(row) for row in rows] == [Happening]


def test_two_subscribers_never_share_a_name_and_nobody_unknown_is_scheduled(told: list[Notice]) -> None:
    with pytest.raises(ValueError, match="two subscribers"):
        subscribe(name="tests.ear")(lambda notice, now: None)
    with pytest.raises(ValueError, match="nobody is called"):
        schedule("tests.nobody", county=COUNTY, subject="door:1", due_at=MONDAY + timedelta(days=1), payload={})
