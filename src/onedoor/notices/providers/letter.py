from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Undeliverable(Exception):
    """Whoever should take the letter refuses it for good: another try would end the same way."""


@dataclass(frozen=True)
class Letter:
    """What leaves the house. ``address`` is a phone number for ``sms``, a mailbox for ``email``."""

    channel: str
    address: str
    title: str
    text: str


class Provider(Protocol):
    """Carries letters out of the house."""

    def send(self, letter: Letter, key: str) -> None:
        """Carry one letter; return once somebody else has taken it. A letter may come twice, under the same ``key``.

        Raises Undeliverable when it is refused for good, anything else when another try may succeed. Must give up
        well inside the lease of a delivery.
        """
