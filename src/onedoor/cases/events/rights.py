"""The rights of the people in it: secrecy, safety, erasure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from onedoor.cases.events.base import CaseEvent
from onedoor.core.events import Event


@dataclass(frozen=True)
class ContactUnmasked(Event):
    """Somebody looked at who the resident is, and said why; of a confidential reporter with the consent of another,
    by this ``request``."""

    name: ClassVar[str] = "cases.contact_unmasked"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    report: int
    request: int | None = None


@dataclass(frozen=True)
class CaseSummarised(CaseEvent):
    """The desk wrote down what units may know of a secret case."""

    name: ClassVar[str] = "cases.summarised"


@dataclass(frozen=True)
class CaseSealed(CaseEvent):
    """The author, or the desk at their wish, made the case confidential; ``accused`` names the unit it is about."""

    name: ClassVar[str] = "cases.sealed"

    nature: str
    accused: str


@dataclass(frozen=True)
class SafetyStopped(CaseEvent):
    """Signs of violence, crime or a child at risk: no mediation is offered until a trained person decides."""

    name: ClassVar[str] = "cases.safety_stopped"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    signs: tuple[str, ...]
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class SafetyDecided(CaseEvent):
    """A trained person looked at the signs: ``risk`` keeps mediation and messages stopped."""

    name: ClassVar[str] = "cases.safety_decided"
    words: ClassVar[tuple[str, ...]] = ("measures",)

    risk: bool


@dataclass(frozen=True)
class PersonErased(CaseEvent):
    """What the case held of a person was erased: the report's words and contact, these ``files`` attached to it, and
    the words beside these ``lines`` of its record. The record stays. A case that was handled with theirs says so
    too."""

    name: ClassVar[str] = "cases.person_erased"
    erases: ClassVar[str] = "lines"

    report: int
    ground: str
    lines: tuple[int, ...]
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class CaseHeld(CaseEvent):
    """A legal hold (保全): nothing of the case is erased while it lasts."""

    name: ClassVar[str] = "cases.held"
    words: ClassVar[tuple[str, ...]] = ("reason",)


@dataclass(frozen=True)
class CaseUnheld(CaseEvent):
    """The legal hold ended."""

    name: ClassVar[str] = "cases.unheld"
    words: ClassVar[tuple[str, ...]] = ("reason",)
