from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from onedoor.core import outbox
from onedoor.core.models import Delivery
from onedoor.notices import addresses, providers
from onedoor.notices.actions.sending import SEND
from onedoor.notices.actions.telling import Note
from onedoor.notices.addresses import Address
from onedoor.notices.providers import Letter
from tests.small_county import COUNTY, MONDAY, SmallCounty

REF = "990801-2609-48203917-5"
CASE = f"case:{REF}"
RESIDENT = "report:17"
HOUSING = "duty:housing:handle:990801001001"


@dataclass
class Door:
    """A provider that keeps what left the house, and a register of how residents are reached."""

    letters: list[tuple[Letter, str]] = field(default_factory=list)
    reached: dict[str, Address | None] = field(default_factory=dict)
    broken: Exception | None = None

    def send(self, letter: Letter, key: str) -> None:
        if self.broken:
            raise self.broken
        self.letters.append((letter, key))

    def address(self, county: str, key: str) -> Address | None:
        return self.reached.get(key, Address(phone="13900010417"))

    @property
    def texts(self) -> list[str]:
        return [letter.text for letter, _key in self.letters]

    def run(self, until: datetime) -> None:
        """Send everything that comes due up to this moment, each at its own time."""
        while due := _next(until):
            assert not outbox.run_outside(SEND, due).idle


def _next(until: datetime) -> datetime | None:
    waiting = Delivery.objects.filter(subscriber=SEND, parked=False, due_at__lte=until).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


@pytest.fixture
def door(county: SmallCounty, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """Short messages and mails are on, and kept; residents are reached by phone."""
    made = Door()
    monkeypatch.setitem(providers._PROVIDERS, "console", made)
    monkeypatch.setitem(addresses._finders, "report", made.address)
    settings.ONEDOOR_NOTICE_SMS = settings.ONEDOOR_NOTICE_EMAIL = "console"
    settings.ONEDOOR_BASE_URL = "https://door.example.org"
    yield made


def note(kind: str = "replied", *, to: str = RESIDENT, at: datetime = MONDAY, **more: Any) -> Note:
    """A note about the case of these tests."""
    told: dict[str, Any] = {"subject": CASE, "facts": {}} | more
    return Note(kind=kind, county=COUNTY, to=to, at=at, **told)
