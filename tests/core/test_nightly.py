from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest

from onedoor.core import nightly, outbox
from onedoor.core.clock import ZONE
from onedoor.core.events import SUBSCRIBERS, Notice
from onedoor.core.models import Delivery

EVENING = datetime(2026, 9, 14, 20, 0, tzinfo=ZONE)
NIGHT = datetime(2026, 9, 15, 2, 0, tzinfo=ZONE)
DAY = timedelta(days=1)


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """The moments at which the only duty of the night was called."""
    monkeypatch.setattr(nightly, "_duties", {})
    called: list[datetime] = []

    @nightly.nightly("test.nightly", at=time(2))
    def hear(notice: Notice, now: datetime) -> None:
        called.append(now)

    yield called
    del SUBSCRIBERS["test.nightly"]


def waiting() -> list[datetime]:
    found = Delivery.objects.filter(subscriber="test.nightly")
    return [due.astimezone(ZONE) for due in found.values_list("due_at", flat=True)]


@pytest.mark.django_db
def test_a_worker_that_starts_puts_down_the_next_night_once(nights: list[datetime]) -> None:
    for _ in range(2):
        nightly.begin(EVENING)
    assert waiting() == [NIGHT]


@pytest.mark.django_db
def test_every_night_leaves_the_next_one_behind(nights: list[datetime]) -> None:
    nightly.begin(EVENING)
    late = NIGHT + 3 * DAY + timedelta(hours=5)  # the worker had been off for three nights: they are one
    for now in (NIGHT, late):
        outbox.drain(now)
    assert nights == [NIGHT, late]
    assert waiting() == [NIGHT + 4 * DAY]
