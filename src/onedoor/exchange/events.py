"""What happens to the keys of other systems. Codes and days only; never a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class _Granted(Event):
    """What another system may do: for which unit, what for (``scopes``), where, how often a minute, until which day."""

    words: ClassVar[tuple[str, ...]] = ("name",)

    unit: str
    scopes: tuple[str, ...]
    area: str
    per_minute: int
    expires_on: date | None


@dataclass(frozen=True)
class ClientAdded(_Granted):
    """Another system got a key: for which unit, what for (``scopes``), where, how often a minute, until which day."""

    name: ClassVar[str] = "exchange.client_added"


@dataclass(frozen=True)
class ClientChanged(_Granted):
    """What another system may do was changed; the fields are as they stand now."""

    name: ClassVar[str] = "exchange.client_changed"


@dataclass(frozen=True)
class ClientRenewed(Event):
    """Another system got a new key; the one before opens until ``previous_until``."""

    name: ClassVar[str] = "exchange.client_renewed"

    previous_until: datetime


@dataclass(frozen=True)
class ClientRevoked(Event):
    """No key of another system opens anything any more."""

    name: ClassVar[str] = "exchange.client_revoked"
