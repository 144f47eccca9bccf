from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class TaskSupervised(Event):
    """A task was chased: by a ``rule`` of the ladder, or by a person where that is empty. ``level`` is yellow when
    part of its time has run, red once it is overdue, ordinary for an urge (D-16); listed and interview by a rule are
    proposals only. ``tells`` are the duties to be told."""

    name: ClassVar[str] = "work.task_supervised"
    version: ClassVar[int] = 2

    task: int
    verb: str
    unit: str
    level: str
    due: datetime
    rule: str
    tells: tuple[str, ...]


@dataclass(frozen=True)
class OrderEvent(Event):
    """Base of what happens to a supervision order: its number and the unit that must answer."""

    order: str
    unit: str


@dataclass(frozen=True)
class OrderIssued(OrderEvent):
    """A supervision order went to a unit (D-15), about one of its ``task`` s or, without one, about the whole matter.
    ``interview`` is the day of an interview."""

    name: ClassVar[str] = "work.order_issued"
    words: ClassVar[tuple[str, ...]] = ("requirement",)
    prose: ClassVar[tuple[str, ...]] = ("trace",)

    task: int | None
    reason: str
    level: str
    interview: date | None
    due: datetime
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class OrderAnswered(OrderEvent):
    """The unit answered the order; a supervisor now owes a judgement by ``due``."""

    name: ClassVar[str] = "work.order_answered"
    words: ClassVar[tuple[str, ...]] = ("answer",)
    prose: ClassVar[tuple[str, ...]] = ("trace",)

    due: datetime
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class OrderSentAgain(OrderEvent):
    """The answer was not good enough: the unit must answer the order again by ``due``."""

    name: ClassVar[str] = "work.order_sent_again"
    words: ClassVar[tuple[str, ...]] = ("opinion",)
    prose: ClassVar[tuple[str, ...]] = ("trace",)

    due: datetime
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class OrderDischarged(OrderEvent):
    """A supervisor of another unit found the answer good and struck the order off (销号)."""

    name: ClassVar[str] = "work.order_discharged"
    words: ClassVar[tuple[str, ...]] = ("opinion",)


@dataclass(frozen=True)
class OrderLimitMoved(OrderEvent):
    """A new calendar moved the limit of an order's answer or of the judgement on it (``verb``); ``trace`` says why."""

    name: ClassVar[str] = "work.order_limit_moved"
    prose: ClassVar[tuple[str, ...]] = ("trace",)

    verb: str
    before: datetime
    after: datetime
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class RulesAdopted(Event):
    """A county put a set of supervision rules in force from the day ``since``; tasks opened before keep theirs."""

    name: ClassVar[str] = "work.rules_adopted"

    rules: tuple[str, ...]
    since: date


@dataclass(frozen=True)
class DraftHandedOver(Event):
    """Somebody handed the draft of a registration to another seat (转专席); ``saved`` tells two such moves apart."""

    name: ClassVar[str] = "work.draft_handed_over"

    page: str
    post: str
    saved: int
