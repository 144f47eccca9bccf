"""Which rows of a file the store has already, and whether they say the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from onedoor.cases.models import Report
from onedoor.core.crypto import blind_index
from onedoor.exchange.rows import Row


def digest(row: Row) -> str:
    """A keyed hash of everything the row says: it tells a changed row from a repeat and nothing else."""
    said = [row.author, row.title, row.text, _instant(row.received_at), row.reply, _instant(row.replied_at)]
    if row.told:
        said.append(row.told)
    # NUL cannot stand inside a field, so the joined text tells where each field ends.
    return blind_index("\0".join(said), purpose="feed")


def digests(source_ids: Iterable[str], *, county: str, feed: str) -> dict[str, str]:
    """The digests of those source ids that this feed brought before."""
    there = Report.objects.filter(county=county, feed=feed, source_id__in=list(source_ids))
    there = there.exclude(source_id="")  # names the condition of the unique index, without which it goes unused
    return dict(there.values_list("source_id", "digest"))


def _instant(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
