"""What exchange keeps of people: the lists of rows that were not taken. Its tables are about systems, not people."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import Traces, impersonal, kept_in_files

impersonal(
    "exchange.Client", "code", "name", "scopes", "area", "key_hash", "previous_hash", "created_by",
    why=_("别的系统和它的密钥，不是人"),
)  # fmt: skip
impersonal("exchange.Performed", "key", "digest", "answer", why=_("加密特征和代码"))
impersonal("exchange.Tally", "who", why=_("一分钟的计数；地址只有加密特征，几分钟后就删"))


@kept_in_files
def rejects(traces: Traces) -> int:
    """Take the rows of a person's report out of the lists of rejects of its feed, and every row that quotes them out
    of all lists. A list without rows is removed."""
    return sum(_rid(path, traces) for path in sorted((settings.HOME / "rejects").glob("*.csv")))


def _rid(path: Path, traces: Traces) -> int:
    own = bool(traces.source_id) and path.name.startswith(f"{traces.feed}-")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    kept = [row for row in rows if not _told_of(row, traces, own=own)]
    if len(kept) == len(rows):
        return 0
    if not kept:
        path.unlink()
        return len(rows)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8-sig", newline="", dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
    ) as part:
        csv.writer(part).writerows([header, *kept])
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(path)
    return len(rows) - len(kept)


def _told_of(row: list[str], traces: Traces, *, own: bool) -> bool:
    quoted = traces.names(" ".join(row))
    return quoted or (own and len(row) > 1 and row[1].removeprefix("'") == traces.source_id.removeprefix("'"))
