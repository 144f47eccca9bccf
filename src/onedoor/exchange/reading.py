"""From a file to typed rows, repeats and rejects. Nothing is dropped silently and nothing is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.core.refusal import Refused
from onedoor.core.sentence import Sentence
from onedoor.exchange import cells, plaintext, workbook
from onedoor.exchange.cells import Moment, Unfit
from onedoor.exchange.feed import Feed, Field, Kind
from onedoor.exchange.records import Record, no_rows, tabulated
from onedoor.exchange.rows import Reject, Repeat, Row

if TYPE_CHECKING:
    from django.utils.functional import Promise

_KINDS: dict[str, Kind] = {".xlsx": "xlsx", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_EMPTY = gettext_lazy("第%(line)s行的“%(column)s”是空的，请补填。")
_NO_REPLY = gettext_lazy("第%(line)s行有答复时间，“%(column)s”却是空的。请补上答复，或删去答复时间。")
_NO_REPLY_TIME = gettext_lazy("第%(line)s行有答复，“%(column)s”却是空的。请补上答复时间。")
_EARLY = gettext_lazy("第%(line)s行的“%(column)s”早于来件时间。请核对这两个时间哪个写错了。")
_DIFFERS = gettext_lazy("第%(line)s行的“%(column)s”与前面一行相同，内容却不同。请核对哪一行是真的，另一行改号或删去。")


def read(path: Path, feed: Feed, *, at: datetime) -> Iterator[Row | Repeat | Reject]:
    """Every row of the file that holds anything, exactly once, in its order; streamed.

    Texts stay as they came, but for white space around them and control characters, which no store or screen can
    hold. A row is rejected when a required field is empty, a field is too long, a character was lost on the way, or a
    time cannot be read, lies after ``at`` or before 1970. A reply without its time, a time without its reply, and a
    reply from before the message are rejected too: which of the two is wrong cannot be known from here, and no
    message of the real files is lost by it. The second row with a source id is a Repeat when it says the same and a
    Reject when it does not; to know it, 32 bytes of digests are kept per row.

    Raises Refused when the file as a whole cannot be read: at once for what its opening shows, during iteration for a
    CSV file that breaks in the middle.
    """
    try:
        records = _records(path, feed)
        first = next(records, None)
    except OSError:
        raise Refused(
            _("读不了文件“%(file)s”，请检查它是否还在、是否有权限。") % {"file": path.name}, field="file"
        ) from None
    if first is None:
        raise no_rows(path.name)
    return _judged(chain([first], records), feed, at)


def _records(path: Path, feed: Feed) -> Iterator[Record]:
    if not path.is_file():
        raise Refused(_("找不到文件“%(file)s”，请检查路径。") % {"file": path.name}, field="file")
    kind = _KINDS.get(path.suffix.lower())
    if kind is None or kind not in feed.file.kinds:
        raise Refused(
            _("来源“%(feed)s”不收“%(file)s”这种文件，只收：%(kinds)s。请另存为其中一种后再导入。")
            % {"feed": feed.label, "file": path.name, "kinds": _("、").join(f".{name}" for name in feed.file.kinds)},
            field="file",
        )
    if path.stat().st_size == 0:
        raise Refused(_("文件“%(file)s”是空的，请重新导出后再导入。") % {"file": path.name}, field="file")
    if kind == "xlsx":
        return tabulated(workbook.rows(path, feed), feed, name=path.name)
    if kind == "csv":
        return tabulated(plaintext.csv_rows(path, feed), feed, name=path.name)
    return plaintext.json_records(path, feed)


def _judged(records: Iterator[Record], feed: Feed, at: datetime) -> Iterator[Row | Repeat | Reject]:
    seen: dict[bytes, bytes] = {}
    for record in records:
        try:
            row = _row(record, feed, at)
        except Unfit as unfit:
            yield Reject(record.line, _source_id(record, feed), unfit.sentence)
            continue
        key, content = _digests(row)
        if key not in seen:
            seen[key] = content
            yield row
        elif seen[key] == content:
            yield Repeat(row.line, row.source_id)
        else:
            yield Reject(row.line, row.source_id, _sentence(_DIFFERS, record, feed.columns["source_id"]))


def _row(record: Record, feed: Feed, at: datetime) -> Row:
    if record.damage:
        raise Unfit(record.damage)
    texts = {field: _text(record, feed, field) for field in cells.LONGEST}
    times = {field: _moment(record, feed, field, at) for field in feed.forms}
    empty = [field for field in feed.required if not (texts.get(field) or times.get(field))]
    received = times["received_at"]
    if empty or received is None:
        lacking = _("、").join(feed.columns[field] for field in empty)
        raise Unfit(_sentence(_EMPTY, record, lacking))
    return Row(
        line=record.line,
        source_id=texts["source_id"],
        author=texts["author"],
        title=texts["title"],
        text=texts["text"],
        received_at=received.time,
        reply=texts["reply"],
        replied_at=_replied_at(record, feed, received, texts["reply"], times.get("replied_at")),
    )


def _replied_at(record: Record, feed: Feed, received: Moment, reply: str, replied: Moment | None) -> datetime | None:
    if not reply and replied is None:
        return None
    if not reply:
        raise Unfit(_sentence(_NO_REPLY, record, feed.columns["reply"]))
    if replied is None:
        raise Unfit(_sentence(_NO_REPLY_TIME, record, feed.columns["replied_at"]))
    same_day = replied.time.astimezone(feed.zone).date() == received.time.astimezone(feed.zone).date()
    if replied.by_day and same_day:
        return received.time
    if replied.time < received.time:
        raise Unfit(_sentence(_EARLY, record, feed.columns["replied_at"]))
    return replied.time


def _text(record: Record, feed: Feed, field: Field) -> str:
    return cells.text(record.cells.get(field), feed, field, line=record.line) if field in feed.columns else ""


def _moment(record: Record, feed: Feed, field: Field, at: datetime) -> Moment | None:
    cell = record.cells.get(field)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    return cells.moment(cell, feed, field, line=record.line, at=at)


def _source_id(record: Record, feed: Feed) -> str:
    """The row's own number for the list of rejects; empty when that is what cannot be read."""
    try:
        return _text(record, feed, "source_id")
    except Unfit:
        return ""


def _digests(row: Row) -> tuple[bytes, bytes]:
    content = (row.author, row.title, row.text, row.received_at.isoformat(), row.reply, str(row.replied_at))
    # NUL cannot stand inside a field, so the joined text tells where each field ends.
    return _digest(row.source_id), _digest("\0".join(content))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


def _sentence(text: Promise, record: Record, column: str) -> Sentence:
    return Sentence(text, {"line": record.line, "column": column})
