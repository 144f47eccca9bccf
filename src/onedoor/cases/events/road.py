"""The road of a case from the door to the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from onedoor.cases.events.base import CaseEvent
from onedoor.core.events import Event


@dataclass(frozen=True)
class ReportReceived(Event):
    """A report came in and belongs to this case. ``sealed`` commits to its words and to who sent it; ``sent_at`` says
    when it was sent, where a feed brought it later."""

    name: ClassVar[str] = "cases.report_received"

    report: int
    channel: str
    area: str
    feed: str
    sealed: str
    sent_at: datetime | None = None


@dataclass(frozen=True)
class CaseRegistered(CaseEvent):
    """A case was opened; somebody now owes its triage."""

    name: ClassVar[str] = "cases.registered"

    nature: str
    urgency: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseTriaged(CaseEvent):
    """Colour, item and place were set; the limit of the whole case starts. ``trace`` says why that date."""

    name: ClassVar[str] = "cases.triaged"

    item: str
    area: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseDispatched(CaseEvent):
    """The case was given to a lead unit and its helpers, which must sign. ``basis`` says where the choice came from;
    ``item``, what kind of matter it is, where that was corrected with it."""

    name: ClassVar[str] = "cases.dispatched"

    unit: str
    assists: tuple[str, ...]
    basis: str
    trace: Mapping[str, Any]
    item: str = ""


@dataclass(frozen=True)
class CaseReassigned(CaseEvent):
    """The centre took a case back that ``before`` had not signed for, and gave it to another unit (改派)."""

    name: ClassVar[str] = "cases.reassigned"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    unit: str
    before: str
    assists: tuple[str, ...]
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseEntrusted(CaseEvent):
    """A leader gave a red case to a unit, and named the responsible post and the date (A-016, D-18)."""

    name: ClassVar[str] = "cases.entrusted"

    unit: str
    assists: tuple[str, ...]
    responsible: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseSigned(CaseEvent):
    """The lead unit took the case on."""

    name: ClassVar[str] = "cases.signed"

    unit: str


@dataclass(frozen=True)
class CaseSentBack(CaseEvent):
    """The unit says the case is outside its remit, with its reason (退单); it may do so once."""

    name: ClassVar[str] = "cases.sent_back"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    unit: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseRuled(CaseEvent):
    """The centre ruled on the return: ``upheld`` sends the case to another unit, otherwise back to the same one."""

    name: ClassVar[str] = "cases.ruled"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    unit: str
    upheld: bool
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseReplied(CaseEvent):
    """The unit finished and replied (办结; not yet solved)."""

    name: ClassVar[str] = "cases.replied"
    words: ClassVar[tuple[str, ...]] = ("reply",)

    unit: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseReviewed(CaseEvent):
    """The reply was read and found fit to be called back on."""

    name: ClassVar[str] = "cases.reviewed"

    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CaseReworked(CaseEvent):
    """The reply, or what the resident said about it, sent the case back to the unit."""

    name: ClassVar[str] = "cases.reworked"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    unit: str
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class VisitAttempted(CaseEvent):
    """A reporter was called and not reached; ``attempt`` counts from 1."""

    name: ClassVar[str] = "cases.visit_attempted"
    words: ClassVar[tuple[str, ...]] = ("comment",)
    voices: ClassVar[tuple[str, ...]] = ("comment",)

    attempt: int
    trace: Mapping[str, Any]
    report: int | None = None


@dataclass(frozen=True)
class CaseVisited(CaseEvent):
    """A reporter was asked, or could not be reached after the attempts; null answers were not given."""

    name: ClassVar[str] = "cases.visited"
    words: ClassVar[tuple[str, ...]] = ("comment",)
    voices: ClassVar[tuple[str, ...]] = ("comment",)

    contacted: bool
    solved: bool | None
    satisfied: bool | None
    trace: Mapping[str, Any]
    report: int | None = None
    means: str = "phone"
    why: str = ""
    responded: bool | None = None


@dataclass(frozen=True)
class CaseClosed(CaseEvent):
    """The case is closed, after reply and call-back; ``confirmed`` by the leader for a red one."""

    name: ClassVar[str] = "cases.closed"

    confirmed: bool


@dataclass(frozen=True)
class CaseArchived(CaseEvent):
    """The closed case was put into the archive."""

    name: ClassVar[str] = "cases.archived"


@dataclass(frozen=True)
class CaseImported(CaseEvent):
    """A case of the past came in by a feed, archived from the start: no clocks, notices, supervision or alerts."""

    name: ClassVar[str] = "cases.imported"
    words: ClassVar[tuple[str, ...]] = ("reply",)

    feed: str
    replied_at: datetime | None


@dataclass(frozen=True)
class LimitRecomputed(CaseEvent):
    """A new calendar moved an open limit; ``trace`` says why. The leading task's moment moved with it."""

    name: ClassVar[str] = "cases.limit_recomputed"

    which: str
    before: datetime
    after: datetime
    trace: Mapping[str, Any]
