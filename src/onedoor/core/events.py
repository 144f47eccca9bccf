"""Events: what the record says and what subscribers hear.

An event is a frozen dataclass of codes. ``emit`` writes it as a Happening and one Delivery per subscriber, in the
caller's transaction; ``record`` makes the same rows for a caller that writes them together with its own.
Free text goes beside the event, as ``words``; only its commitment enters the record.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Literal, Protocol

from django.db import models, transaction
from django.utils import timezone

from onedoor.core import waker
from onedoor.core.chain import Written, commitment, line_hash
from onedoor.core.fresh import fresh
from onedoor.core.models import Chained, Delivery, Happening, Remark
from onedoor.core.writing import CurrentTransaction, insert_together

Lane = Literal["none", "subject", "county"]

_IN_ORDER, _IN_LANE = CurrentTransaction(counted="core_happening"), CurrentTransaction()
_CODE = re.compile(r"[\x21-\x7e]{0,80}")


class Named(Protocol):
    """Whoever acts: the record keeps the code, never the name."""

    @property
    def code(self) -> str: ...


class Event:
    """Base of every event. A subclass is a frozen dataclass, has a dotted ``name``, and says in its docstring what
    happened. ``words`` lists the free texts that may stand beside it; ``prose`` the fields that hold computed,
    impersonal text (the trace of a limit). ``erases`` names the field that lists the lines of the same record whose
    words were erased with it."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    words: ClassVar[tuple[str, ...]] = ()
    prose: ClassVar[tuple[str, ...]] = ()
    erases: ClassVar[str] = ""

    known: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls) -> None:
        if "name" in cls.__dict__:
            Event.known[cls.name] = cls

    def payload(self) -> dict[str, Any]:
        """The event as JSON. Raises ValueError when a field holds anything but codes."""
        made: dict[str, Any] = {}
        for name, prose in _fields(type(self)):
            made[name] = value = _plain(getattr(self, name))
            if not prose:
                only_codes(value, self.name, name)
        return made


_known_fields: dict[type[Event], tuple[tuple[str, bool], ...]] = {}


def _fields(event: type[Event]) -> tuple[tuple[str, bool], ...]:
    """The fields of an event, each with whether it holds prose."""
    if event not in _known_fields:
        named = fields(event)  # type: ignore[arg-type]
        _known_fields[event] = tuple((field.name, field.name in event.prose) for field in named)
    return _known_fields[event]


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, Written):  # nearly all of them
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


def only_codes(value: Any, *where: str) -> None:
    """Raises ValueError when a value made for JSON holds, anywhere inside, more than codes (ASCII, no blanks)."""
    if isinstance(value, str):
        if not _CODE.fullmatch(value):
            raise ValueError(f"{'.'.join(where)} holds more than a code; give free text as words")
    elif isinstance(value, dict):
        for part in (*value, *value.values()):
            only_codes(part, *where)
    elif isinstance(value, list):
        for part in value:
            only_codes(part, *where)


@dataclass(frozen=True)
class Notice:
    """What a subscriber is told: an event, or something that has come due.

    ``key`` is the same at every attempt of one delivery and of no other: what somebody outside knows a repeat by.
    """

    county: str
    subject: str
    name: str
    payload: dict[str, Any]
    at: datetime
    seq: int
    attempt: int
    key: str


Handler = Callable[[Notice, datetime], None]
HandlerOfMany = Callable[[Sequence[Notice], datetime], None]


@dataclass(frozen=True)
class Subscriber:
    """Who wants to hear. A handler is called with the notice and the present moment, inside the transaction that
    also removes the delivery; it may be called twice and must then do nothing new.

    One that talks to the ``outside`` is called in no transaction and may take its time; whoever it talks to may hear
    the same twice, under the same key (docs/adr/0008). One that hears ``together`` is given every notice of a batch at
    once, in order; where that fails, one after the other.
    """

    name: str
    handler: HandlerOfMany
    lane: Lane
    outside: bool = False
    together: bool = False

    def key(self, county: str, subject: str) -> str:
        """The lane of one delivery; deliveries of one lane are handled one by one, in record order."""
        match self.lane:
            case "subject":
                return f"s:{self.name}:{county}:{subject}"
            case "county":
                return f"c:{self.name}:{county}"
        return ""


SUBSCRIBERS: dict[str, Subscriber] = {}
_listening: dict[str, list[Subscriber]] = {}


def subscribe(
    *events: type[Event], name: str, lane: Lane = "none", outside: bool = False
) -> Callable[[Handler], Handler]:
    """Register a handler under a stable dotted name; without events it hears only what is scheduled for it.

    ``outside``: it talks to somebody outside the store (mail, SMS, another system) and is called under a lease.
    """

    def register(handler: Handler) -> Handler:
        def of_many(notices: Sequence[Notice], now: datetime) -> None:
            for notice in notices:
                handler(notice, now)

        _register(Subscriber(name, of_many, lane, outside), events)
        return handler

    return register


def subscribe_together(
    *events: type[Event], name: str, lane: Lane = "none"
) -> Callable[[HandlerOfMany], HandlerOfMany]:
    """Register a handler as ``subscribe`` does that hears all of a batch at once: for work that costs less together."""

    def register(handler: HandlerOfMany) -> HandlerOfMany:
        _register(Subscriber(name, handler, lane, together=True), events)
        return handler

    return register


def _register(subscriber: Subscriber, events: Iterable[type[Event]]) -> None:
    if SUBSCRIBERS.setdefault(subscriber.name, subscriber) is not subscriber:
        raise ValueError(f"two subscribers are called {subscriber.name}")
    for event in events:
        _listening.setdefault(event.name, []).append(subscriber)


def listening(event: str) -> list[Subscriber]:
    """The subscribers of an event name."""
    return _listening.get(event, [])


def record(
    event: Event,
    *,
    on: Chained,
    by: Named,
    at: datetime,
    words: Mapping[str, str] | None = None,
    told: bool = True,
    beside: Collection[str] = (),
) -> list[models.Model]:
    """The rows that put an event on the record of ``on``, whose head moves; the caller writes them and the head.

    ``told=False`` records history that no subscriber hears of; ``beside`` names those that the caller tells in another
    way.
    """
    given = {field: text for field, text in (words or {}).items() if text}
    if unknown := set(given) - set(event.words):
        raise ValueError(f"{event.name} takes no words called {', '.join(sorted(unknown))}")
    payload = event.payload()
    county, subject, seq = on.county, on.subject, on.chain_seq + 1
    rows: list[models.Model] = []
    for field, text in given.items():
        salt = secrets.token_bytes(16)
        payload.setdefault("words", {})[field] = commitment(text, salt)
        rows.append(fresh(Remark, county=county, subject=subject, seq=seq, field=field, text=text, salt=salt))
    line: dict[str, Any] = {
        "county": county, "subject": subject, "seq": seq, "name": event.name, "version": event.version,
        "payload": Written(payload), "actor": by.code, "at": at, "recorded_at": timezone.now(),
        "previous": on.chain_head,
    }  # fmt: skip
    happening = fresh(Happening, **line, hash=line_hash(**line), place=_IN_ORDER)
    on.chain_seq, on.chain_head = seq, happening.hash
    rows.insert(0, happening)
    if told:
        hearers = [subscriber for subscriber in listening(event.name) if subscriber.name not in beside]
        rows += [_delivery(subscriber, happening) for subscriber in hearers]
    return rows


def _delivery(subscriber: Subscriber, happening: Happening) -> Delivery:
    return fresh(
        Delivery,
        county=happening.county,
        subscriber=subscriber.name,
        subject=happening.subject,
        lane=subscriber.key(happening.county, happening.subject),
        place=_IN_LANE if subscriber.lane == "county" else 0,
        happening=happening.id,
        due_at=min(happening.at, happening.recorded_at),  # at once, by the clock of the story as by the real one
        outside=subscriber.outside,
    )


def emit(event: Event, *, on: Chained, by: Named, at: datetime, words: Mapping[str, str] | None = None) -> None:
    """Put an event on the record and tell its subscribers, in the caller's transaction.

    ``on`` must be locked by the caller. Raises RuntimeError when its chain has moved meanwhile.
    """
    before = on.chain_seq
    rows = record(event, on=on, by=by, at=at, words=words)
    head = {"chain_seq": on.chain_seq, "chain_head": on.chain_head}
    if not type(on)._default_manager.filter(pk=on.pk, county=on.county, chain_seq=before).update(**head):
        raise RuntimeError(f"the record of {on.subject} moved while it was written; lock it first")
    insert_together(rows)
    transaction.on_commit(waker.poke)


def schedule(subscriber: str, *, county: str, subject: str, due_at: datetime, payload: dict[str, Any]) -> Delivery:
    """A delivery that comes due later: a deadline, a reminder, a recurring duty. The caller writes it.

    It has no lane: what is due next month must not hold up what is due now.
    """
    known = SUBSCRIBERS.get(subscriber)
    if known is None:
        raise ValueError(f"nobody is called {subscriber}")
    return fresh(
        Delivery,
        county=county,
        subscriber=subscriber,
        subject=subject,
        payload=payload,
        due_at=due_at,
        outside=known.outside,
    )
