"""Note what a member has read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.notices import queries
from onedoor.notices.models import Message, Reading
from onedoor.organisation.actor import Actor


def read(number: int, *, by: Actor, at: datetime) -> Message:
    """The actor has read this message; again changes nothing.

    Raises Refused when there is no such message for this actor.
    """
    message = queries.message_for(by, number)
    if message is None:
        raise Refused(_("没有这条消息，或者不是发给您的。"))
    _note([message.id], by=by, at=at)
    return message


def read_all(*, by: Actor, at: datetime) -> int:
    """The actor has read whatever counts as unread. Returns how many messages that were."""
    numbers = queries.unread_numbers(by)
    _note(numbers, by=by, at=at)
    return len(numbers)


@transaction.atomic
def _note(numbers: Sequence[int], *, by: Actor, at: datetime) -> None:
    rows = [Reading(county=by.county, member=by.code, message_id=number, at=at) for number in numbers]
    Reading.objects.bulk_create(rows, ignore_conflicts=True)
    first = Message.objects.filter(county=by.county, pk__in=numbers, read_at=None)
    first.update(read_at=at, read_by=by.code)
