"""What somebody was told inside, newest first, and how much of it is unread.

Every box is read from its newest end along one index and never further than asked, so the cost does not grow with
the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from onedoor.notices.models import Message, Reading
from onedoor.notices.recipients import boxes
from onedoor.organisation.actor import Actor

NEWEST = 100
"""How many of the newest messages of each box can be unread; older ones are past telling."""

# The condition of the index, word for word, or SQLite does not use it.
_BOX = """SELECT * FROM (SELECT b.id FROM notices_message b WHERE b.channel = 'inapp' AND b.county = %s AND b.box = %s
          AND b."to" >= %s AND b."to" < %s {before} ORDER BY b.made_at DESC, b.id DESC LIMIT %s) n"""


@dataclass(frozen=True)
class Entry:
    """One message as its reader sees it."""

    message: Message
    unread: bool


def inbox(actor: Actor, *, size: int, before: tuple[datetime, int] | None = None) -> list[Entry]:
    """The newest messages inside for this actor, older than ``before`` (its moment and id) where that is given."""
    sql, told = _newest(actor, size, before)
    found = list(
        Message.objects.raw(
            f"SELECT m.* FROM notices_message m WHERE m.county = %s AND m.id IN ({sql}) "
            "ORDER BY m.made_at DESC, m.id DESC LIMIT %s",
            [actor.county, *told, size],
        )
    )
    numbers = [message.id for message in found]
    mine = Reading.objects.filter(county=actor.county, member=actor.code, message__in=numbers)
    read = set(mine.values_list("message_id", flat=True))
    return [Entry(message, message.id not in read) for message in found]


def unread(actor: Actor) -> int:
    """How many of the newest messages this actor has not read. One query."""
    return len(unread_numbers(actor))


def unread_numbers(actor: Actor) -> list[int]:
    """The ids of the newest messages this actor has not read."""
    sql, told = _newest(actor, NEWEST, None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT u.id FROM ({sql}) u WHERE NOT EXISTS (
                SELECT 1 FROM notices_reading r WHERE r.county = %s AND r.member = %s AND r.message_id = u.id)""",
            [*told, actor.county, actor.code],
        )
        return [number for (number,) in cursor.fetchall()]


def message_for(actor: Actor, number: int) -> Message | None:
    """The message with this id, if this actor was told it."""
    found = Message.objects.filter(county=actor.county, pk=number, channel="inapp").first()
    if found and any(box.name == found.box and box.first <= found.to < box.end for box in boxes(actor)):
        return found
    return None


def _newest(actor: Actor, size: int, before: tuple[datetime, int] | None) -> tuple[str, list[Any]]:
    """The ids of the newest messages of every box of the actor; a message that lies in two is there once."""
    part = _BOX.format(before="AND (b.made_at, b.id) < (%s, %s)" if before else "")
    until = [connection.ops.adapt_datetimefield_value(before[0]), before[1]] if before else []
    looked = boxes(actor)
    told = [value for box in looked for value in (actor.county, box.name, box.first, box.end, *until, size)]
    return " UNION ".join([part] * len(looked)), told
