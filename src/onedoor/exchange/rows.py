"""What comes out of a file: rows, repeats, and rejects with a sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onedoor.core.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One message, typed. ``line`` is the row number a person sees in the sheet, the header being 1.

    Times are aware. A ``reply`` is empty exactly when ``replied_at`` is None. A time known only to the day is the
    earliest moment that day allows: midnight, or for a reply on the day of the message the moment of the message.
    """

    line: int
    source_id: str
    author: str
    title: str
    text: str
    received_at: datetime
    reply: str
    replied_at: datetime | None


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
