"""One cell to one value: a text, or a moment."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy

from onedoor.core.sentence import Sentence
from onedoor.exchange.feed import Feed, Field

if TYPE_CHECKING:
    from django.utils.functional import Promise

# Characters a field may hold. Real messages and replies stay below 8,000.
LONGEST: dict[Field, int] = {"source_id": 64, "author": 200, "title": 500, "text": 20_000, "reply": 20_000}
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Shown back only when it looks like a time: a shifted column must not carry a name or a phone number into a list.
_LIKE_A_TIME = re.compile(
    r"(?!.*[0-9]{5})[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?([T\s][0-9:.时分秒点上下午\s]{0,20}([+-][0-9:]{4,6}|Z)?)?",
    re.ASCII | re.DOTALL,
)
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number; those after have become zeros

_LOST = gettext_lazy("第%(line)s行的“%(column)s”里有损坏的字符，原字已经丢失。请从原系统重新导出这一行。")
_TOO_LONG = gettext_lazy("第%(line)s行的“%(column)s”有%(length)s个字，超过%(limit)s个字的上限。请缩短，或分成几条。")
_NO_TIME = gettext_lazy("第%(line)s行的“%(column)s”（%(value)s）不是看得懂的时间。可以写成：%(forms)s。")
_TO_COME = gettext_lazy("第%(line)s行的“%(column)s”（%(value)s）在将来。请核对年份和时区。")
_TOO_OLD = gettext_lazy("第%(line)s行的“%(column)s”（%(value)s）早于1970年。请核对年份。")
_ROUNDED = gettext_lazy("第%(line)s行的“%(column)s”是超过15位的数字，末几位已经丢了。请把这一列设成文本后重新导出。")
_NO_TEXT = gettext_lazy("第%(line)s行的“%(column)s”不是文字。请改成一段文字，不要写成列表或对象。")


class Unfit(Exception):
    """The row cannot be taken; the sentence says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Moment(NamedTuple):
    """An aware time. ``by_day``: only the day is known, and the time is its midnight."""

    time: datetime
    by_day: bool


def text(cell: object, feed: Feed, field: Field, *, line: int) -> str:
    """The cell as text, without the white space around it and without control characters; empty if nothing shows.

    Raises Unfit when a character was lost, when it is too long, or when the cell holds no text at all.
    """
    written = _written(cell, feed, field, line)
    if _SURROGATE.search(written):
        raise _unfit(
            _LOST,
            feed,
            field,
            line,
        )
    cleaned = _CONTROL.sub("", written).strip()
    if len(cleaned) > LONGEST[field]:
        raise _unfit(
            _TOO_LONG,
            feed,
            field,
            line,
            length=len(cleaned),
            limit=LONGEST[field],
        )
    if len(cleaned) < 16 and all(unicodedata.category(character) in ("Cf", "Zs") for character in cleaned):
        return ""
    return cleaned


def moment(cell: object, feed: Feed, field: Field, *, line: int, at: datetime) -> Moment:
    """The cell as a time in the feed's zone, from its forms or from a date cell of a workbook.

    Raises Unfit when it is in no accepted form, lies after ``at``, or before 1970.
    """
    found = _found(cell, feed, field)
    if found is None:
        raise _unfit(
            _NO_TIME,
            feed,
            field,
            line,
            value=_shown(cell),
            forms=" / ".join(form.example for form in feed.forms[field]),
        )
    if found.time > at:
        raise _unfit(
            _TO_COME,
            feed,
            field,
            line,
            value=_shown(cell),
        )
    if found.time < EARLIEST:
        raise _unfit(
            _TOO_OLD,
            feed,
            field,
            line,
            value=_shown(cell),
        )
    return found


def _written(cell: object, feed: Feed, field: Field, line: int) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case float() if abs(cell) >= _EXACT:
            raise _unfit(
                _ROUNDED,
                feed,
                field,
                line,
            )
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell)
        case int():
            return str(cell)
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time() | timedelta():
            return str(cell)
        case _:
            raise _unfit(
                _NO_TEXT,
                feed,
                field,
                line,
            )


def _found(cell: object, feed: Feed, field: Field) -> Moment | None:
    match cell:
        case datetime():
            return Moment(cell.replace(tzinfo=feed.zone), by_day=False)
        case date():
            return Moment(datetime.combine(cell, time(), tzinfo=feed.zone), by_day=True)
        case str():
            written = cell.strip()
        case _:
            return None
    for form in feed.forms[field]:
        try:
            found = datetime.strptime(written, form.pattern)
        except ValueError:
            continue
        return Moment(found if found.tzinfo else found.replace(tzinfo=feed.zone), form.by_day)
    return None


def _shown(cell: object) -> str | Promise:
    shown = str(cell).strip() if isinstance(cell, (str, date)) else ""
    return shown if _LIKE_A_TIME.fullmatch(shown) else gettext_lazy("内容略")


def _unfit(sentence: Promise, feed: Feed, field: Field, line: int, **values: object) -> Unfit:
    return Unfit(Sentence(sentence, {"line": line, "column": feed.columns[field], **values}))
