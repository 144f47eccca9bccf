"""Send a message out of the house.

First it is decided, in one short transaction, what leaves now: this message, a digest of several, or nothing yet.
Then it is handed to a provider, in no transaction; a repeat says the same under the same key. Then it is noted.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from onedoor.core import clock
from onedoor.core.events import schedule
from onedoor.core.queries import calendar
from onedoor.core.writing import insert_together
from onedoor.notices import rules, wording
from onedoor.notices.addresses import Address, address
from onedoor.notices.kinds import DIGEST, KINDS, NEUTRAL, NEWS
from onedoor.notices.models import Channel, Message, Pace, State
from onedoor.notices.providers import Letter, Provider, Undeliverable, provider

log = logging.getLogger(__name__)

SEND = "notices.send"


@dataclass(frozen=True)
class Outgoing:
    """What leaves now, by whom, under which key."""

    letter: Letter
    by: Provider
    key: str


def send(number: int, *, county: str, at: datetime) -> None:
    """Send one message, or whatever it has become part of; nothing when it was sent, gathered or withheld already, or
    waits for a later moment. Whatever the provider raises, but Undeliverable, is raised: it is worth another try."""
    leaving = _decided(number, county, at)
    if leaving is None:
        return
    try:
        leaving.by.send(leaving.letter, leaving.key)
    except Undeliverable as refusal:
        log.warning("message %s was refused for good: %s", leaving.key, refusal)
        _noted(number, county, State.FAILED, None)
    else:
        _noted(number, county, State.SENT, at)


def _noted(number: int, county: str, state: State, sent_at: datetime | None) -> None:
    ours = Message.objects.filter(county=county, pk=number, state=State.SENDING)
    ours.update(state=state, sent_at=sent_at)


@transaction.atomic
def _decided(number: int, county: str, at: datetime) -> Outgoing | None:
    message = Message.objects.filter(county=county, pk=number).first()
    if message is None:
        return None
    pace = _locked_pace(message)
    message.refresh_from_db(fields=["state", "not_before"])
    if message.state not in (State.WAITING, State.SENDING) or message.not_before > at:
        return None  # what is put off has another delivery coming for it
    found = address(county, message.to)
    way = _way(found)
    if found is None or way is None:
        _withhold(message)
        return None
    when = _earliest(message, found, pace, at)
    if when > at:
        _wait(message, pace, when, at)
        return None
    if message.state == State.WAITING:
        _leave(message, pace, way, at)
    by = provider(way)
    assert by is not None
    return Outgoing(_letter(message, found, way, at), by, f"{county}-{message.id}")


def _locked_pace(message: Message) -> Pace:
    Pace.objects.get_or_create(county=message.county, to=message.to, urgent=message.urgent)
    return Pace.objects.select_for_update().get(county=message.county, to=message.to, urgent=message.urgent)


def _way(found: Address | None) -> Channel | None:
    """The way to this address that is switched on: a short message before a mail."""
    if found is None or found.silent:
        return None
    reached = ((Channel.SMS, found.phone), (Channel.EMAIL, found.email))
    return next((channel for channel, where in reached if where and provider(channel)), None)


def _earliest(message: Message, found: Address, pace: Pace, at: datetime) -> datetime:
    """When this message may leave: not in the quiet hours of a resident, for staff at work, and never in a storm. One
    that is on its way has been counted already."""
    free = at
    if not message.urgent and not KINDS[message.kind].resident:
        free = clock.next_working_moment(at, calendar=calendar(message.county))
    elif not message.urgent and found.quiet:
        free = rules.quiet_until(at, settings.ONEDOOR_NOTICE_QUIET)
    if message.state == State.SENDING:
        return free
    return max(free, rules.room_at(at, _left(pace), most=settings.ONEDOOR_NOTICE_HOURLY))


def _left(pace: Pace) -> list[datetime]:
    return [moment for moment in map(parse_datetime, pace.left) if moment]


def _wait(message: Message, pace: Pace, when: datetime, at: datetime) -> None:
    """Put the message off. The first that is brings a delivery for the moment; later ones wait for it with no delivery
    of their own, and are gathered when it comes. One that is on its way is gathered by nobody."""
    if message.state == State.WAITING:
        if pace.next_at and pace.next_at > at:
            message.not_before = pace.next_at
            message.save(update_fields=["not_before"])
            return
        pace.next_at = when
        pace.save(update_fields=["next_at"])
    message.not_before = when
    message.save(update_fields=["not_before"])
    insert_together([delivery(message)])


def delivery(message: Message) -> models.Model:
    """The delivery that sends a message once it may leave."""
    return schedule(
        SEND, county=message.county, subject=message.subject, due_at=message.not_before, payload={"message": message.id}
    )


def _leave(message: Message, pace: Pace, way: Channel, at: datetime) -> None:
    """Decide that this message leaves now and speaks for every other that waits for the same recipient. An urgent one
    is never part of a digest, unless a storm held it up."""
    gathered = 0
    if not message.urgent or message.not_before > message.made_at:
        others = Message.objects.filter(
            county=message.county, to=message.to, urgent=message.urgent, state=State.WAITING, not_before__lte=at
        )
        gathered = others.exclude(pk=message.pk).update(state=State.GATHERED)
    message.gathers, message.state, message.channel = 1 + gathered, State.SENDING, way
    message.save(update_fields=["gathers", "state", "channel"])
    pace.left = [moment.isoformat() for moment in [*rules.lately(_left(pace), at), at]]
    pace.save(update_fields=["left"])


def _withhold(message: Message) -> None:
    """The recipient is not to be written to, or there is no way: neither is what waits behind this message."""
    waiting = Message.objects.filter(county=message.county, to=message.to, state=State.WAITING)
    waiting.update(state=State.WITHHELD)
    Message.objects.filter(county=message.county, pk=message.pk).update(state=State.WITHHELD)


def _letter(message: Message, found: Address, way: Channel, at: datetime) -> Letter:
    resident = KINDS[message.kind].resident
    kind = message.kind
    if message.gathers > 1:
        kind = NEWS if resident else DIGEST
    if found.neutral:
        kind = NEUTRAL
    with override(wording.LANGUAGES[found.language]):
        said = wording.said(message, now=at, kind=kind)
    where = found.phone if way == Channel.SMS else found.email
    return Letter(channel=way, address=where, title=said.title, text=said.text)
