"""From a file to typed rows, repeats and rejects. Nothing is dropped silently and nothing is invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.core.privacy import normalised_phone
from onedoor.core.refusal import Refused
from onedoor.exchange import cells, plaintext, workbook
from onedoor.exchange.cells import Unfit, unfit
from onedoor.exchange.codes import ours
from onedoor.exchange.feed import Feed, Kind
from onedoor.exchange.fields import CODED, DEGREES, LONGEST, Field
from onedoor.exchange.records import Record, no_rows, tabulated
from onedoor.exchange.rows import Reject, Repeat, Row
from onedoor.exchange.times import Moment

KINDS: dict[str, Kind] = {".xlsx": "xlsx", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_BESIDE: tuple[Field, ...] = ("phone", "address", "place", "upstream_no", *CODED)
_EMPTY = gettext_lazy("第%(line)s行的“%(column)s”是空的，请补填。")
_NO_REPLY = gettext_lazy("第%(line)s行有答复时间，“%(column)s”却是空的。请补上答复，或删去答复时间。")
_NO_REPLY_TIME = gettext_lazy("第%(line)s行有答复，“%(column)s”却是空的。请补上答复时间。")
_EARLY = gettext_lazy("第%(line)s行的“%(column)s”早于来件时间。请核对这两个时间哪个写错了。")
_DIFFERS = gettext_lazy("第%(line)s行的“%(column)s”与前面一行相同，内容却不同。请核对哪一行是真的，另一行改号或删去。")
_NO_PHONE = gettext_lazy("第%(line)s行的“%(column)s”不是7到12位的电话号码。请改正；不知道就空着。")
_NO_NUMBER = gettext_lazy("第%(line)s行的“%(column)s”里有字母、数字和符号以外的字。请改正。")


def read(path: Path, feed: Feed, *, at: datetime) -> Iterator[Row | Repeat | Reject]:
    """Every row of the file that holds anything, exactly once, in its order; streamed.

    Texts stay as they came, but for white space around them and control characters, which no store or screen can
    hold. A row is rejected when a required field is empty, a field is too long, a character was lost on the way, a
    code is not known, or a time cannot be read, lies after ``at`` or before 1970. A reply without its time, a time
    without its reply, and a reply from before the message are rejected too: which of the two is wrong cannot be known
    from here, and no message of the real files is lost by it. The second row with a source id is a Repeat when it says
    the same and a Reject when it does not; to know it, 32 bytes of digests are kept per row.

    Raises Refused when the file as a whole cannot be read: at once for what its opening shows, during iteration for a
    CSV file that breaks in the middle (``surveying`` says so before).
    """
    try:
        records = records_of(path, feed)
        first = next(records, None)
    except OSError:
        raise Refused(
            _("读不了文件“%(file)s”，请检查它是否还在、是否有权限。") % {"file": path.name}, field="file"
        ) from None
    if first is None:
        raise no_rows(path.name)
    return _judged(chain([first], records), feed, at)


def records_of(path: Path, feed: Feed) -> Iterator[Record]:
    """The rows as the file holds them. Raises Refused as ``read`` does."""
    kind = kind_of(path, feed)
    if kind == "xlsx":
        return tabulated(workbook.rows(path, feed), feed, name=path.name)
    if kind == "csv":
        return tabulated(plaintext.csv_rows(path, feed), feed, name=path.name)
    return plaintext.json_records(path, feed)


def kind_of(path: Path, feed: Feed) -> Kind:
    """What kind of file it is by its name. Raises Refused for one that is not there, is empty, or is not taken."""
    if not path.is_file():
        raise Refused(_("找不到文件“%(file)s”，请检查路径。") % {"file": path.name}, field="file")
    kind = KINDS.get(path.suffix.lower())
    if kind is None or kind not in feed.file.kinds:
        raise Refused(
            _("来源“%(feed)s”不收“%(file)s”这种文件，只收：%(kinds)s。请另存为其中一种后再导入。")
            % {"feed": feed.label, "file": path.name, "kinds": _("、").join(f".{name}" for name in feed.file.kinds)},
            field="file",
        )
    if path.stat().st_size == 0:
        raise Refused(_("文件“%(file)s”是空的，请重新导出后再导入。") % {"file": path.name}, field="file")
    return kind


def _judged(records: Iterator[Record], feed: Feed, at: datetime) -> Iterator[Row | Repeat | Reject]:
    seen: dict[bytes, bytes] = {}
    for record in records:
        try:
            row = _row(record, feed, at)
        except Unfit as unfit_row:
            yield Reject(record.line, _source_id(record, feed), unfit_row.sentence)
            continue
        key, content = _digests(row)
        if key not in seen:
            seen[key] = content
            yield row
        elif seen[key] == content:
            yield Repeat(row.line, row.source_id)
        else:
            yield Reject(row.line, row.source_id, unfit(_DIFFERS, row.line, feed.column("source_id")).sentence)


def _row(record: Record, feed: Feed, at: datetime) -> Row:
    if record.damage:
        raise Unfit(record.damage)
    line = record.line
    texts = {field: _text(record, feed, field) for field in feed.sources if field in LONGEST}
    times = {field: _moment(record, feed, field, at) for field in feed.forms}
    lon, lat = _degrees(record, feed)
    there = {field for field in feed.sources if texts.get(field) or times.get(field)}
    empty = [field for field in feed.demanded if field not in there and (field not in DEGREES or lon is None)]
    received = times["received_at"]
    if empty or received is None:
        raise unfit(_EMPTY, line, _("、").join(feed.column(field) for field in empty))
    codes = {field: ours(texts[field], feed, field, line=line) for field in feed.coded}
    upstream_by = times.get("upstream_by")
    _check_numbers(texts, feed, line)
    return Row(
        line=line,
        source_id=texts["source_id"],
        author=texts.get("author", ""),
        title=texts.get("title", ""),
        text=texts["text"],
        received_at=received.time,
        reply=texts.get("reply", ""),
        replied_at=_replied_at(line, feed, received, texts.get("reply", ""), times.get("replied_at")),
        phone=texts.get("phone", ""),
        address=texts.get("address", ""),
        place=texts.get("place") or feed.constants.get("place", ""),
        lon=lon,
        lat=lat,
        upstream_no=texts.get("upstream_no", ""),
        upstream_by=upstream_by.time.astimezone(feed.zone).date() if upstream_by else None,
        told=_told(texts, lon, lat, upstream_by),
        **{str(field): codes.get(field) or feed.constants.get(field, "") for field in CODED},
    )


def _replied_at(line: int, feed: Feed, received: Moment, reply: str, replied: Moment | None) -> datetime | None:
    if not reply and replied is None:
        return None
    if not reply:
        raise unfit(_NO_REPLY, line, feed.column("reply"))
    if replied is None:
        raise unfit(_NO_REPLY_TIME, line, feed.column("replied_at"))
    same_day = replied.time.astimezone(feed.zone).date() == received.time.astimezone(feed.zone).date()
    if replied.by_day and same_day:
        return received.time
    if replied.time < received.time:
        raise unfit(_EARLY, line, feed.column("replied_at"))
    return replied.time


def _text(record: Record, feed: Feed, field: Field) -> str:
    if field in feed.columns:
        return _cell(record, feed.columns[field], LONGEST[field])
    told = {column: _cell(record, column, LONGEST[field]) for column in feed.sources[field]}
    text = feed.joined[field].by.join(filled for part in feed.patterns[field] if (filled := part.filled(told))).strip()
    if len(text) > LONGEST[field]:
        raise cells.too_long(record.line, feed.column(field), len(text), LONGEST[field])
    return text


def _cell(record: Record, column: str, most: int) -> str:
    return cells.text(record.cells.get(column), column=column, most=most, line=record.line)


def _moment(record: Record, feed: Feed, field: Field, at: datetime) -> Moment | None:
    column = feed.columns[field]
    cell = record.cells.get(column)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    until = None if field == "upstream_by" else at
    return cells.moment(cell, feed.forms[field], feed.zone, column=column, line=record.line, until=until)


def _degrees(record: Record, feed: Feed) -> tuple[float, float] | tuple[None, None]:
    if "lon" not in feed.sources:
        return None, None
    column = feed.column("lon")
    if feed.point:
        first, second = cells.pair(_cell(record, column, 80), column=column, line=record.line)
        lon, lat = (second, first) if feed.point.order == "lat,lon" else (first, second)
    else:
        lon, lat = (_cell(record, feed.columns[field], 40) for field in DEGREES)
    return cells.degrees(lon, lat, column=column, line=record.line)


def _check_numbers(texts: Mapping[Field, str], feed: Feed, line: int) -> None:
    phone, number = texts.get("phone", ""), texts.get("upstream_no", "")
    if phone and not 7 <= len(normalised_phone(phone)) <= 12:
        raise unfit(_NO_PHONE, line, feed.column("phone"))
    if not number.isascii():
        raise unfit(_NO_NUMBER, line, feed.column("upstream_no"))


def _source_id(record: Record, feed: Feed) -> str:
    """The row's own number for the list of rejects; empty when that is what cannot be read."""
    try:
        return _text(record, feed, "source_id")
    except Unfit:
        return ""


def _told(texts: Mapping[Field, str], lon: float | None, lat: float | None, upstream_by: Moment | None) -> str:
    """What the file says beside the seven fields every feed has; empty where it says nothing more."""
    told = [f"{field}={texts[field]}" for field in _BESIDE if texts.get(field)]
    if lon is not None:
        told.append(f"point={lon},{lat}")
    if upstream_by:
        told.append(f"upstream_by={upstream_by.time.isoformat()}")
    # NUL cannot stand inside a field, so the joined text tells where each field ends.
    return "\0".join(told)


def _digests(row: Row) -> tuple[bytes, bytes]:
    content = (row.author, row.title, row.text, row.received_at.isoformat(), row.reply, str(row.replied_at), row.told)
    return _digest(f"{row.county}\0{row.source_id}"), _digest("\0".join(content))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()
