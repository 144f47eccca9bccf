"""What a column of a sheet may hold: how a cell becomes a value, and a value a cell, a word on a screen, a stored
one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy

from onedoor.core.sentence import Sentence
from onedoor.setup.sentences import Unfit, guessed

if TYPE_CHECKING:
    from django.utils.functional import Promise

Value = str | int | float | bool | date | None | tuple[str, ...]
Choices = Sequence[tuple[str, Any]]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BETWEEN = re.compile(r"[、,，;；]")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CODE = re.compile(r"[\x21-\x7e]+")
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number; those after have become zeros


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. ``hint`` is said wherever it is filled in, ``fill`` only in a workbook. ``path`` is where the model
    keeps the value (its code, if not said); ``personal`` values are not told in the history; ``free`` is what an empty
    cell means."""

    code: str
    title: str | Promise
    hint: str | Promise = ""
    fill: str | Promise = ""
    required: bool = False
    path: str = ""
    width: int = 14
    personal: bool = False

    free: ClassVar[Value] = ""

    @property
    def source(self) -> str:
        return self.path or self.code

    def parse(self, cell: object) -> Value:
        """The value of a cell that is not empty. Raises Unfit."""
        return written(cell)

    def cell(self, value: Value) -> str | int | float | date:
        """The value as a cell of a workbook."""
        return "" if value is None else str(value)

    def shown(self, value: Value) -> str:
        """The value as a person reads it on a screen."""
        return str(self.cell(value))

    def typed(self, value: Value) -> Any:
        """The value as a form begins with it."""
        return value

    def read(self, stored: Any) -> Value:
        """The value of what the store keeps."""
        return tidy(str(stored)) if stored else ""

    def stored(self, value: Value) -> Any:
        """The value as the store keeps it."""
        return value

    @property
    def choices(self) -> Choices:
        """What may be chosen: codes with their names; nothing where anything may be written."""
        return ()


def tidy(text: str) -> str:
    """The text without white space around it, without control characters, with one kind of line end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def written(cell: object) -> str:
    """A cell as text. Raises Unfit where a number is longer than a spreadsheet keeps."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case float() | int() if abs(cell) >= _EXACT:
            raise Unfit(gettext_lazy("超过15位的数字，末几位已经丢了。请把这一列设成文本，再重新填。"))
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell)
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
    return tidy(str(cell))


@dataclass(frozen=True, kw_only=True)
class Text(Column):
    """Words; ``most`` characters; ``long`` ones go over several lines."""

    most: int = 80
    long: bool = False

    def parse(self, cell: object) -> Value:
        text = written(cell)
        if len(text) > self.most:
            raise Unfit(
                gettext_lazy("有%(length)d个字，最多%(most)d个字。请写短一些。"), length=len(text), most=self.most
            )
        return text


@dataclass(frozen=True, kw_only=True)
class Code(Text):
    """A code: letters, digits and marks of ASCII, no blanks."""

    def parse(self, cell: object) -> Value:
        text = str(super().parse(cell))
        if not _CODE.fullmatch(text):
            raise Unfit(gettext_lazy("“%(written)s”不能作代码。请只用字母、数字和横线。"), written=text[:40])
        return text


@dataclass(frozen=True, kw_only=True)
class Number(Column):
    """A whole number between two ends, both included."""

    least: int = 0
    most: int = 36_500
    free: ClassVar[Value] = None

    def parse(self, cell: object) -> Value:
        text = written(cell)
        if not text.isascii() or not text.isdigit() or not self.least <= int(text) <= self.most:
            raise Unfit(
                gettext_lazy("“%(written)s”不行。请填%(least)d到%(most)d的整数。"),
                written=text[:40], least=self.least, most=self.most,
            )  # fmt: skip
        return int(text)

    def cell(self, value: Value) -> str | int | float | date:
        return value if isinstance(value, int) else ""

    def read(self, stored: Any) -> Value:
        return None if stored is None else int(stored)


@dataclass(frozen=True, kw_only=True)
class Degrees(Column):
    """Degrees of longitude or latitude."""

    most: int = 180
    free: ClassVar[Value] = None

    def parse(self, cell: object) -> Value:
        try:
            found = float(str(cell).strip())
        except ValueError:
            found = 1e9
        if not abs(found) <= self.most:
            raise Unfit(
                gettext_lazy("“%(written)s”不是经纬度。请填%(most)d以内的度数，例如120.57。"),
                written=str(cell)[:40], most=self.most,
            )  # fmt: skip
        return found

    def cell(self, value: Value) -> str | int | float | date:
        return value if isinstance(value, float) else ""

    def read(self, stored: Any) -> Value:
        return None if stored is None else float(stored)


@dataclass(frozen=True, kw_only=True)
class Day(Column):
    """A day."""

    width: int = 12
    free: ClassVar[Value] = None

    def parse(self, cell: object) -> Value:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = written(cell)
        found = _DAY.fullmatch(text)
        if found is None:
            raise Unfit(gettext_lazy("“%(written)s”不是日期。请写成2026-03-01这样。"), written=text[:40])
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise Unfit(
                gettext_lazy("日历上没有“%(written)s”这一天。请核对年月日，写成2026-03-01这样。"), written=text[:40]
            ) from None

    def cell(self, value: Value) -> str | int | float | date:
        return value if isinstance(value, date) else ""

    def typed(self, value: Value) -> Any:
        return value.isoformat() if isinstance(value, date) else ""

    def read(self, stored: Any) -> Value:
        return stored if isinstance(stored, date) else None


YES, NO = gettext_lazy("是"), gettext_lazy("否")


@dataclass(frozen=True, kw_only=True)
class YesNo(Column):
    """Yes or no; empty is no."""

    width: int = 8
    free: ClassVar[Value] = False

    def parse(self, cell: object) -> Value:
        text = written(cell)
        known = {"是": True, "yes": True, "1": True, "否": False, "no": False, "0": False}
        if text.casefold() not in known:
            raise Unfit(gettext_lazy("“%(written)s”不行。请填“是”，或者空着。"), written=text[:40])
        return known[text.casefold()]

    def cell(self, value: Value) -> str | int | float | date:
        return "是" if value else ""

    def shown(self, value: Value) -> str:
        return str(YES if value else NO)

    def read(self, stored: Any) -> Value:
        return bool(stored)

    @property
    def choices(self) -> Choices:
        return (("是", YES),)


@dataclass(frozen=True, kw_only=True)
class Ended(YesNo):
    """The other side of what the model keeps: whether a row is out of use, where the model says it is ``active``."""

    def read(self, stored: Any) -> Value:
        return not stored

    def stored(self, value: Value) -> Any:
        return not value


@dataclass(frozen=True, kw_only=True)
class Choice(Column):
    """One of a closed list; the file has its name, the store its code."""

    of: Callable[[], Choices]

    @property
    def choices(self) -> Choices:
        return self.of()

    def parse(self, cell: object) -> Value:
        return chosen(written(cell), self.choices)

    def cell(self, value: Value) -> str | int | float | date:
        return str(dict(self.choices).get(str(value), value)) if value else ""


_APART = gettext_lazy("几个用、隔开。")


@dataclass(frozen=True, kw_only=True)
class Several(Column):
    """Some of a closed list, apart by 、."""

    of: Callable[[], Choices]
    fill: str | Promise = _APART
    width: int = 28
    free: ClassVar[Value] = ()

    @property
    def choices(self) -> Choices:
        return self.of()

    def parse(self, cell: object) -> Value:
        return tuple(dict.fromkeys(chosen(part, self.choices) for part in parts(cell)))

    def cell(self, value: Value) -> str | int | float | date:
        names = {code: str(name) for code, name in self.choices}
        return "、".join(names.get(code, code) for code in each(value))

    def typed(self, value: Value) -> Any:
        return list(each(value))

    def read(self, stored: Any) -> Value:
        return tuple(str(code) for code in stored or ())

    def stored(self, value: Value) -> Any:
        return list(each(value))


@dataclass(frozen=True, kw_only=True)
class Weekdays(Several):
    """Days of the week; the store has them as numbers, 1 Monday."""

    def stored(self, value: Value) -> Any:
        return sorted(int(code) for code in each(value))


@dataclass(frozen=True, kw_only=True)
class Words(Column):
    """Words, apart by 、; one to a line where a word itself has such a mark in it."""

    most: int = 40
    fill: str | Promise = _APART
    width: int = 40
    free: ClassVar[Value] = ()

    def parse(self, cell: object) -> Value:
        found = tuple(dict.fromkeys(parts(cell)))
        if long := [word for word in found if len(word) > self.most]:
            raise Unfit(
                gettext_lazy("“%(word)s”太长，一个词最多%(most)d个字。词和词之间请用、隔开。"),
                word=long[0][:20], most=self.most,
            )  # fmt: skip
        return found

    def cell(self, value: Value) -> str | int | float | date:
        words = each(value)
        return ("\n" if any(_BETWEEN.search(word) for word in words) else "、").join(words)

    def typed(self, value: Value) -> Any:
        return self.cell(value)

    def read(self, stored: Any) -> Value:
        return tuple(str(word) for word in stored or ())

    def stored(self, value: Value) -> Any:
        return list(each(value))


@dataclass(frozen=True, kw_only=True)
class Ref(Code):
    """The code of a row of another sheet (``to``: one, or several that are looked through in turn)."""

    to: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Refs(Words):
    """Codes of rows of another sheet, apart by 、."""

    to: tuple[str, ...] = ()


def each(value: Value) -> tuple[str, ...]:
    """The parts of a value that has several."""
    return value if isinstance(value, tuple) else ()


def parts(cell: object) -> list[str]:
    """What stands between the marks of a cell; between its lines, where it has several."""
    text = written(cell)
    found = text.split("\n") if "\n" in text else _BETWEEN.split(text)
    return [part.strip() for part in found if part.strip()]


def chosen(text: str, choices: Choices) -> str:
    """The code of a name, or of a code, of the list. Raises Unfit with what was probably meant."""
    for code, name in choices:
        if text in (code, str(name)):
            return code
    names = [str(name) for _code, name in choices]
    said = Sentence(gettext_lazy("这一列没有“%(written)s”这个选项"), {"written": text[:40]})
    advice = Sentence(gettext_lazy("请从这些里选：%(names)s。"), {"names": "、".join(names[:30])})
    found = guessed(said, advice, text, names)
    raise Unfit(found.text, **found.values)
