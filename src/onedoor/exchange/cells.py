"""One cell to one value: a text, a moment, or degrees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy

from onedoor.core.sentence import Sentence
from onedoor.exchange.times import Moment, TimeForm, of_date_cell

if TYPE_CHECKING:
    from django.utils.functional import Promise

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Shown back only when it looks like a time: a shifted column must not carry a name or a phone number into a list.
_LIKE_A_TIME = re.compile(
    r"(?!.*[0-9]{5})[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}[日号]?([T\s][0-9:.时分秒点上下午AMPamp\s]{0,20}([+-][0-9:]{4,6}|Z)?)?",
    re.ASCII | re.DOTALL,
)
_QUOTED = re.compile(r'="([^"]*)"')  # how exports keep the zeros in front of a number from a spreadsheet
_PAIR = re.compile(r"[(（\[]?\s*(-?[0-9.]+)\s*[,，;\s]\s*(-?[0-9.]+)\s*[)）\]]?", re.ASCII)
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number; those after have become zeros

_LOST = gettext_lazy("第%(line)s行的“%(column)s”里有损坏的字符，原字已经丢失。请从原系统重新导出这一行。")
_TOO_LONG = gettext_lazy("第%(line)s行的“%(column)s”有%(length)s个字，超过%(limit)s个字的上限。请缩短，或分成几条。")
_NO_TIME = gettext_lazy("第%(line)s行的“%(column)s”（%(value)s）不是看得懂的时间。可以写成：%(forms)s。")
_TO_COME = gettext_lazy("第%(line)s行的“%(column)s”（%(value)s）在将来。请核对年份和时区。")
_TOO_OLD = gettext_lazy("第%(line)s行的“%(column)s”（%(value)s）早于1970年。请核对年份。")
_ROUNDED = gettext_lazy("第%(line)s行的“%(column)s”是超过15位的数字，末几位已经丢了。请把这一列设成文本后重新导出。")
_NO_TEXT = gettext_lazy("第%(line)s行的“%(column)s”不是文字。请改成一段文字，不要写成列表或对象。")
_NO_DEGREES = gettext_lazy("第%(line)s行的“%(column)s”不是经纬度。请写成度数，例如120.1551和30.2741；不知道就都空着。")


class Unfit(Exception):
    """The row cannot be taken; the sentence says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def unfit(sentence: Promise, line: int, column: str, **values: object) -> Unfit:
    """The rejection of a row for what one of its columns holds."""
    return Unfit(Sentence(sentence, {"line": line, "column": column, **values}))


def text(cell: object, *, column: str, most: int, line: int) -> str:
    """The cell as text, without the white space around it and without control characters; empty if nothing shows.
    ``="0012"``, as spreadsheets are made to keep zeros, is the text inside.

    Raises Unfit when a character was lost, when it is longer than ``most``, or when the cell holds no text at all.
    """
    written = _written(cell, column, line)
    if _SURROGATE.search(written):
        raise unfit(_LOST, line, column)
    cleaned = _CONTROL.sub("", written).strip()
    if quoted := _QUOTED.fullmatch(cleaned):
        cleaned = quoted[1].strip()
    if len(cleaned) > most:
        raise too_long(line, column, len(cleaned), most)
    if len(cleaned) < 16 and all(unicodedata.category(character) in ("Cf", "Zs") for character in cleaned):
        return ""
    return cleaned


def too_long(line: int, column: str, length: int, limit: int) -> Unfit:
    """The rejection of a text of so many characters."""
    return unfit(_TOO_LONG, line, column, length=length, limit=limit)


def moment(
    cell: object, forms: Sequence[TimeForm], zone: ZoneInfo, *, column: str, line: int, until: datetime | None
) -> Moment:
    """The cell as a time in ``zone``, from one of the forms or from a date cell of a workbook.

    Raises Unfit when it is in no accepted form, lies after ``until`` (None: may lie ahead), or before 1970.
    """
    found = _found(cell, forms, zone)
    if found is None:
        examples = " / ".join(form.example for form in forms)
        raise unfit(_NO_TIME, line, column, value=_shown(cell), forms=examples)
    if until is not None and found.time > until:
        raise unfit(_TO_COME, line, column, value=_shown(cell))
    if found.time < EARLIEST:
        raise unfit(_TOO_OLD, line, column, value=_shown(cell))
    return found


def degrees(lon: str, lat: str, *, column: str, line: int) -> tuple[float, float] | tuple[None, None]:
    """Two cells as longitude and latitude; both None where both are empty, or where both are 0, as systems write that
    they do not know. Raises Unfit for what is no place on earth."""
    if not lon and not lat:
        return None, None
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise unfit(_NO_DEGREES, line, column) from None
    if not (abs(x) <= 180 and abs(y) <= 90):
        raise unfit(_NO_DEGREES, line, column)
    return (x, y) if x or y else (None, None)


def pair(cell: str, *, column: str, line: int) -> tuple[str, str]:
    """The two numbers of "(39.29, -76.61)", in their order; both empty where the cell is. Raises Unfit."""
    if not cell:
        return "", ""
    found = _PAIR.fullmatch(cell)
    if found is None:
        raise unfit(_NO_DEGREES, line, column)
    return found[1], found[2]


def _written(cell: object, column: str, line: int) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case float() if abs(cell) >= _EXACT:
            raise unfit(_ROUNDED, line, column)
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell)
        case int():
            return str(cell)
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time() | timedelta():
            return str(cell)
        case _:
            raise unfit(_NO_TEXT, line, column)


def _found(cell: object, forms: Sequence[TimeForm], zone: ZoneInfo) -> Moment | None:
    match cell:
        case datetime() | date():
            return of_date_cell(cell, zone)
        case bool():
            return None
        case str():
            written = cell.strip()
        case int():
            written = str(cell)
        case float():
            written = str(int(cell)) if cell.is_integer() else str(cell)
        case _:
            return None
    return next((found for form in forms if (found := form.read(written, zone)) is not None), None)


def _shown(cell: object) -> str | Promise:
    shown = str(cell).strip() if isinstance(cell, (str, date)) else ""
    return shown if _LIKE_A_TIME.fullmatch(shown) else gettext_lazy("内容略")
