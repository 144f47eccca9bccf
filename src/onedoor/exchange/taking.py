"""How rows of a feed come in: as cases of the past, as new cases of today, or only as a rehearsal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_lazy

from onedoor.cases.actions.importing import Past, import_history
from onedoor.cases.actions.registering import Incoming, register_together
from onedoor.cases.models.choices import Nature, Urgency
from onedoor.core.sentence import Sentence
from onedoor.exchange.feed import Feed
from onedoor.exchange.known import digest
from onedoor.exchange.rows import Row
from onedoor.organisation.actor import Actor

_LONGEST_TITLE = 200  # of a case and its report
_ANSWERED = gettext_lazy("第%(line)s行已经有“%(column)s”，不是新来的诉求。请用--as history作为历史导入。")


class Taker(Protocol):
    """One way to take rows into the store."""

    def objection(self, row: Row) -> Sentence | None:
        """Why this row cannot come in this way; None when it can."""

    def take(self, rows: Sequence[Row]) -> None:
        """Write the rows, all or none. Raises IntegrityError when one of them is there already."""


@dataclass(frozen=True)
class AsHistory:
    """Each row is a case of the past with what was answered then (``--as history``)."""

    feed: Feed
    county: str

    def objection(self, row: Row) -> Sentence | None:
        return None

    def take(self, rows: Sequence[Row]) -> None:
        past = (
            Past(_incoming(row, self.feed), row.received_at, reply=row.reply, replied_at=row.replied_at) for row in rows
        )
        import_history(past, county=self.county, by=Actor.feed(self.county, self.feed.name))


@dataclass(frozen=True)
class AsLive:
    """Each row is a report that arrives ``at`` this moment: its clocks start now, whenever it was sent."""

    feed: Feed
    county: str
    at: datetime

    def objection(self, row: Row) -> Sentence | None:
        if not row.reply:
            return None
        return Sentence(_ANSWERED, {"line": row.line, "column": self.feed.column("reply")})

    def take(self, rows: Sequence[Row]) -> None:
        batch = [_incoming(row, self.feed) for row in rows]
        register_together(batch, county=self.county, by=Actor.feed(self.county, self.feed.name), at=self.at)


@dataclass(frozen=True)
class AsRehearsal:
    """Judges every row as the other way would, and writes nothing (``--dry-run``)."""

    of: Taker

    def objection(self, row: Row) -> Sentence | None:
        return self.of.objection(row)

    def take(self, rows: Sequence[Row]) -> None:
        return None


def _incoming(row: Row, feed: Feed) -> Incoming:
    title, text = row.title, row.text
    if len(title) > _LONGEST_TITLE:  # nothing somebody wrote is cut: it stands in front of the text instead
        title, text = "", f"{title}\n\n{text}"
    return Incoming(
        channel=row.channel or feed.channel,
        title=title,
        text=text,
        place=row.place,
        area=row.area,
        lon=row.lon,
        lat=row.lat,
        nature=row.nature or Nature.DEMAND,
        kind=row.kind,
        item=row.item,
        urgency=row.urgency or Urgency.NORMAL,
        upstream_no=row.upstream_no,
        upstream_by=row.upstream_by,
        name=row.author,
        phone=row.phone,
        address=row.address,
        feed=feed.name,
        source_id=row.source_id,
        digest=digest(row),
        sent_at=row.received_at,
    )
