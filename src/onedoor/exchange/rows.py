"""What comes out of a file: rows, repeats, and rejects with a sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from onedoor.core.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One message, typed. ``line`` is the row number a person sees in the sheet, the header being 1.

    Times are aware. A ``reply`` is empty exactly when ``replied_at`` is None. A time known only to the day is the
    earliest moment that day allows: midnight, or for a reply on the day of the message the moment of the message.
    ``channel``, ``county`` and whatever else is empty are as the feed says. ``lon`` and ``lat`` are degrees. ``area``
    and ``item`` are what the file says until they are looked up, then codes of ours. ``told`` is what the file says in
    the columns of all these fields but the first seven, for telling a changed row from a repeat.
    """

    line: int
    source_id: str
    author: str
    title: str
    text: str
    received_at: datetime
    reply: str
    replied_at: datetime | None
    phone: str = ""
    address: str = ""
    place: str = ""
    area: str = ""
    lon: float | None = None
    lat: float | None = None
    channel: str = ""
    nature: str = ""
    kind: str = ""
    item: str = ""
    urgency: str = ""
    upstream_no: str = ""
    upstream_by: date | None = None
    county: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that says again, word for word, what an earlier row of the same file said."""

    line: int
    source_id: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be taken, why, and what to do. ``source_id`` is empty when it could not be read."""

    line: int
    source_id: str
    sentence: Sentence
