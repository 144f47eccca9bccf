"""The ways out of the road, and the ways back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from onedoor.cases.events.base import CaseEvent


@dataclass(frozen=True)
class CaseAnswered(CaseEvent):
    """A consultation was settled on the spot (即时答复)."""

    name: ClassVar[str] = "cases.answered"
    words: ClassVar[tuple[str, ...]] = ("reply",)


@dataclass(frozen=True)
class CaseTransferred(CaseEvent):
    """An emergency was handed over at once to ``service`` (110, 119, 120, 122; A-116). ``ended`` says whether nothing
    is left to do here."""

    name: ClassVar[str] = "cases.transferred"
    words: ClassVar[tuple[str, ...]] = ("note",)

    service: str
    ended: bool


@dataclass(frozen=True)
class EmergencyHeard(CaseEvent):
    """Words of an emergency stood in what was told, and whoever registered it answered the prompt: no emergency, or,
    where they could not end the case themselves, that ``service`` has taken over. ``lines`` are the numbers the words
    called for."""

    name: ClassVar[str] = "cases.emergency_heard"
    words: ClassVar[tuple[str, ...]] = ("note",)

    lines: tuple[str, ...]
    service: str


@dataclass(frozen=True)
class CaseTakenBack(CaseEvent):
    """What had been handed over came back, and is triaged here."""

    name: ClassVar[str] = "cases.taken_back"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseMerged(CaseEvent):
    """The case is handled together with ``into``; its reporter keeps reply, call-back and reopening."""

    name: ClassVar[str] = "cases.merged"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    into: str


@dataclass(frozen=True)
class CaseJoined(CaseEvent):
    """Another case, ``joined``, is handled together with this one from now on."""

    name: ClassVar[str] = "cases.joined"

    joined: str


@dataclass(frozen=True)
class CaseUnmerged(CaseEvent):
    """The case goes its own way again: ``why`` says whether somebody parted them or the other case ended."""

    name: ClassVar[str] = "cases.unmerged"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    was_in: str
    why: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseDeclined(CaseEvent):
    """The centre does not accept the case, by this clause, signed by whoever acted (不予受理)."""

    name: ClassVar[str] = "cases.declined"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    clause: str


@dataclass(frozen=True)
class CaseAppealed(CaseEvent):
    """The author objects to not being accepted; somebody else than the signer owes a decision."""

    name: ClassVar[str] = "cases.appealed"
    words: ClassVar[tuple[str, ...]] = ("reason",)
    voices: ClassVar[tuple[str, ...]] = ("reason",)

    trace: Mapping[str, Any]


@dataclass(frozen=True)
class AppealDecided(CaseEvent):
    """The objection was decided: ``accepted`` opens the case again; otherwise the refusal stands."""

    name: ClassVar[str] = "cases.appeal_decided"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    accepted: bool
    trace: Mapping[str, Any] | None


@dataclass(frozen=True)
class CaseWithdrawn(CaseEvent):
    """The author withdrew the case, with the code of their own receipt."""

    name: ClassVar[str] = "cases.withdrawn"
    words: ClassVar[tuple[str, ...]] = ("reason",)
    voices: ClassVar[tuple[str, ...]] = ("reason",)


@dataclass(frozen=True)
class CaseReopened(CaseEvent):
    """The author says it is not solved after all; the centre owes a fresh look (重启)."""

    name: ClassVar[str] = "cases.reopened"
    words: ClassVar[tuple[str, ...]] = ("reason",)
    voices: ClassVar[tuple[str, ...]] = ("reason",)

    report: int
    trace: Mapping[str, Any]
