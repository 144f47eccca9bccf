"""Tell people something: one row per recipient and way, and a delivery for what leaves the house.

Telling emits nothing, so nobody can tell about it in turn. The caller is an action or a subscriber and may call twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from onedoor.core.events import only_codes
from onedoor.core.writing import insert_together
from onedoor.notices.actions.sending import delivery
from onedoor.notices.addresses import reachable
from onedoor.notices.kinds import KINDS
from onedoor.notices.models import Channel, Message, State
from onedoor.notices.providers import provider
from onedoor.notices.recipients import box, holders


@dataclass(frozen=True)
class Note:
    """Something to tell one recipient: ``duty:UNIT:DUTY:AREA``, ``member:CODE``, or a kind of recipient that a layer
    above reaches (``report:ID``). ``facts`` are codes; ``due`` is a moment in ISO form, ``unit`` a unit's code.

    ``urgent`` waits for no morning and is counted apart. The same ``key`` to the same recipient is told once.
    """

    kind: str
    county: str
    subject: str
    to: str
    facts: Mapping[str, Any]
    at: datetime
    urgent: bool = False
    key: str = ""


def tell(*notes: Note) -> int:
    """Tell these notes, all or none; known keys are left out. Returns how many messages that made.

    Staff are told inside, and by mail where the installation says so; residents by what reaches them at the moment of
    sending. Raises ValueError for a kind or recipient nobody knows, or facts that are no codes or not enough.
    """
    for note in notes:
        _check(note)
    made = _unknown([message for note in notes for message in _messages(note)])
    leaving = [message for message in made if message.state == State.WAITING]
    with transaction.atomic():
        insert_together([*made, *(delivery(message) for message in leaving)])
    return len(made)


def _check(note: Note) -> None:
    kind = KINDS.get(note.kind)
    if kind is None:
        raise ValueError(f"there is no kind of message called {note.kind}")
    only_codes(dict(note.facts), f"the facts of {note.kind}")
    if missing := kind.needs - note.facts.keys():
        raise ValueError(f"{note.kind} cannot be told without {', '.join(sorted(missing))}")
    if not (note.to.startswith("duty:") and note.to.count(":") == 3 or reachable(note.to)):
        raise ValueError(f"nobody reaches {note.to}")


def _messages(note: Note) -> Iterator[Message]:
    duty = note.to.startswith("duty:")
    if not duty and not note.to.startswith("member:"):
        yield _leaving(note, note.to, Channel.SMS, on=bool(provider(Channel.SMS) or provider(Channel.EMAIL)))
        return
    yield _message(note, note.to, channel=Channel.INAPP, state=State.SENT, sent_at=note.at, key=note.key)
    if settings.ONEDOOR_NOTICE_STAFF_EMAIL and provider(Channel.EMAIL):
        for to in [f"member:{code}" for code in holders(note.county, note.to, at=note.at)] if duty else [note.to]:
            yield _leaving(note, to, Channel.EMAIL, on=True)


def _leaving(note: Note, to: str, channel: Channel, *, on: bool) -> Message:
    """A message that leaves the house; with nothing to send it by it is kept as withheld, for good."""
    state = State.WAITING if on else State.WITHHELD
    return _message(note, to, channel=channel, state=state, key=note.key and f"{note.key}:out")


def _message(note: Note, to: str, **more: Any) -> Message:
    return Message(
        county=note.county, subject=note.subject, kind=note.kind, to=to, box=box(to), facts=dict(note.facts),
        urgent=note.urgent, made_at=note.at, not_before=note.at, **more,
    )  # fmt: skip


def _unknown(made: Iterable[Message]) -> list[Message]:
    """Those whose key was not told to their recipient yet, each once."""
    rows = {(message.county, message.key or f"#{message.id}", message.to): message for message in made}
    keys = {message.key for message in rows.values() if message.key}
    if keys:
        known = Message.objects.filter(county__in={county for county, _key, _to in rows}, key__in=keys)
        for told in known.values_list("county", "key", "to"):
            rows.pop(told, None)
    return list(rows.values())
