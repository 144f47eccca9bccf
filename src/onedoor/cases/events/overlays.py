"""What lies over the road: more time, halts, rungs, requests and their decisions, helpers, the author's rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from onedoor.cases.events.base import CaseEvent
from onedoor.core.events import Event


@dataclass(frozen=True)
class RequestAsked(CaseEvent):
    """Somebody asks for what another must decide. ``facts`` are codes and figures."""

    name: ClassVar[str] = "cases.request_asked"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    request: int
    kind: str
    unit: str
    facts: Mapping[str, Any]
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class RequestDecided(CaseEvent):
    """A request was decided by somebody else than the asker; what a grant brings about follows as its own line."""

    name: ClassVar[str] = "cases.request_decided"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    request: int
    kind: str
    granted: bool


@dataclass(frozen=True)
class CaseExtended(CaseEvent):
    """The limit of the whole case was extended (延期); the resident is told the reason."""

    name: ClassVar[str] = "cases.extended"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    before: datetime
    after: datetime
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseSuspended(CaseEvent):
    """The clock of the case stands still until ``until`` at the latest, for ``why`` (中止)."""

    name: ClassVar[str] = "cases.suspended"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    why: str
    until: date
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseResumed(CaseEvent):
    """The clock runs again, with the days it stood still left out."""

    name: ClassVar[str] = "cases.resumed"

    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseRaised(CaseEvent):
    """The unit raised the case to a higher rung, with reasons (提级, A-221)."""

    name: ClassVar[str] = "cases.raised"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    unit: str
    level: str
    why: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseLowered(CaseEvent):
    """The centre gave the case down to a lower rung, with reasons (下沉)."""

    name: ClassVar[str] = "cases.lowered"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    level: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseAssisted(CaseEvent):
    """A helping unit did its part and said what (协办)."""

    name: ClassVar[str] = "cases.assisted"
    words: ClassVar[tuple[str, ...]] = ("text",)

    unit: str


@dataclass(frozen=True)
class CaseInspected(CaseEvent):
    """The units named were on the spot together (联合现场核查, A-201)."""

    name: ClassVar[str] = "cases.inspected"
    words: ClassVar[tuple[str, ...]] = ("text",)

    units: tuple[str, ...]


@dataclass(frozen=True)
class CaseRated(CaseEvent):
    """The author gave their own answer by link: solved? satisfied? had the unit been in touch? ``moved`` says whether
    the case moved by it."""

    name: ClassVar[str] = "cases.rated"
    words: ClassVar[tuple[str, ...]] = ("comment",)
    voices: ClassVar[tuple[str, ...]] = ("comment",)

    report: int
    solved: bool
    satisfied: bool
    responded: bool | None
    why: str
    moved: bool
    trace: Mapping[str, Any] | None


@dataclass(frozen=True)
class CaseAdded(Event):
    """The author of this ``report`` added words to their open case, and so many ``files``."""

    name: ClassVar[str] = "cases.added"
    words: ClassVar[tuple[str, ...]] = ("text",)
    voices: ClassVar[tuple[str, ...]] = ("text",)

    report: int
    files: int


@dataclass(frozen=True)
class ReporterAnswered(CaseEvent):
    """The reporter of a merged case was asked, on the case it was merged into."""

    name: ClassVar[str] = "cases.reporter_answered"

    through: str
    solved: bool | None


@dataclass(frozen=True)
class AnswersSettled(CaseEvent):
    """A reporter left the case; what the others had answered decides what is owed next."""

    name: ClassVar[str] = "cases.answers_settled"

    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseDescribed(CaseEvent):
    """What kind of matter it is was set or corrected: nature, kind of call, urgency, size, flags."""

    name: ClassVar[str] = "cases.described"

    facts: Mapping[str, Any]
