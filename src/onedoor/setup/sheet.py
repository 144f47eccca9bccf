"""One sheet of the set-up: what its rows are, how they are known, and where the store keeps them.

The same sheet makes the workbook, reads it back, and draws the screens.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import override

from onedoor.core.sentence import Sentence
from onedoor.setup.columns import Column, Ref, Refs, Value, each

if TYPE_CHECKING:
    from django.utils.functional import Promise

Values = dict[str, Value]
Key = tuple[str, ...]
Wrong = Iterator[tuple[str, Sentence]]
"""Columns and what is wrong with them."""

FIRST, LAST = "valid_from", "valid_to"
FILE_LANGUAGE = "zh-hans"
"""The language of the workbook: its sheets, its columns, the names of what may be chosen."""
GONE = "gone"
"""The column that takes a row out of the store; only of what no case points at."""


def nothing_wrong(values: Values, county: str, today: date) -> Wrong:
    """No check beyond those of the columns."""
    yield from ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """``key`` names the columns by which a row is found again. ``only`` narrows the model to the rows of this sheet,
    ``fixed`` are columns of the model that a new row gets. ``check`` looks at one row, ``derive`` adds what the store
    works out of it, ``changed`` tells every process. ``begun`` are columns that stay as they are once a row is in
    force and cases were counted by it: a rule changes nothing retroactively (DESIGN §5)."""

    code: str
    title: str | Promise
    about: str | Promise
    model: type[models.Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    changed: Callable[[], None]
    only: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    check: Callable[[Values, str, date], Wrong] = nothing_wrong
    derive: Callable[[Values], Mapping[str, Any]] = lambda values: {}
    begun: tuple[str, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    """Columns that no two rows may have alike, beside the key."""

    @cached_property
    def file_title(self) -> str:
        """What the workbook calls it, whatever language the screen has."""
        with override(FILE_LANGUAGE):
            return str(self.title)

    @cached_property
    def by_code(self) -> dict[str, Column]:
        return {column.code: column for column in self.columns}

    @property
    def by_title(self) -> dict[str, Column]:
        """The columns by their titles in the current language."""
        return {str(column.title): column for column in self.columns}

    @cached_property
    def dated(self) -> bool:
        """Whether its rows hold from a day to a day."""
        return FIRST in self.key and LAST in self.by_code

    @cached_property
    def group(self) -> tuple[str, ...]:
        """The key without the day: of these only one row holds on a day."""
        return tuple(code for code in self.key if code != FIRST)

    @cached_property
    def end_column(self) -> Column | None:
        """The column that ends a row; none for rows that have no end."""
        return next((self.by_code[code] for code in (GONE, "ended", LAST) if code in self.by_code), None)

    @cached_property
    def refs(self) -> tuple[Ref | Refs, ...]:
        """The columns that name rows of other sheets."""
        return tuple(column for column in self.columns if isinstance(column, Ref | Refs))

    @cached_property
    def blank(self) -> Values:
        """A row in which nothing was written."""
        return {column.code: column.free for column in self.columns}

    @property
    def deletes(self) -> bool:
        """Whether an ended row leaves the store."""
        return GONE in self.by_code

    def key_of(self, values: Mapping[str, Value]) -> Key:
        return tuple(plain(values[code]) for code in self.key)

    def named(self, key: Key) -> str:
        """The key as a person reads it."""
        return " ".join(self.by_code[code].shown(_back(part)) for code, part in zip(self.key, key, strict=True) if part)

    def stored_columns(self) -> list[Column]:
        return [column for column in self.columns if column.code != GONE]

    def rows(self, county: str) -> Any:
        """The rows of this sheet in the store."""
        return self.model._default_manager.filter(county=county, **self.only)

    def read(self, county: str) -> Iterator[tuple[int, Values]]:
        """The rows of the store with their primary keys, in the order of their keys."""
        columns = self.stored_columns()
        paths = [column.source for column in columns]
        found = []
        for pk, *kept in self.rows(county).values_list("pk", *paths):
            values = {column.code: column.read(raw) for column, raw in zip(columns, kept, strict=True)}
            if self.deletes:
                values[GONE] = False
            found.append((self.key_of(values), pk, values))
        for _key, pk, values in sorted(found, key=lambda row: row[0]):
            yield pk, values

    def ended(self, values: Values, today: date) -> bool:
        """Whether a row is out of use on this day, or as soon as it is written."""
        if values.get(GONE) or values.get("ended"):
            return True
        last = values.get(LAST)
        return isinstance(last, date) and last < today


def plain(value: Value) -> str:
    """A value as one text, for keys and comparison."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _back(part: str) -> Value:
    """A part of a key as the value it was."""
    try:
        return date.fromisoformat(part)
    except ValueError:
        return part


def as_json(values: Values | None, columns: tuple[str, ...]) -> str:
    """Values of some columns as text for the words beside the record; empty for no row."""
    if values is None:
        return ""
    told = {code: list(value) if isinstance(value := values[code], tuple) else value for code in columns}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=lambda day: day.isoformat())


def from_json(text: str, sheet: Sheet) -> Values:
    """What ``as_json`` told, as values; columns that are no longer there are left out."""
    found = json.loads(text) if text else {}
    return {code: _typed(sheet.by_code[code], value) for code, value in found.items() if code in sheet.by_code}


def _typed(column: Column, value: Any) -> Value:
    if isinstance(value, list):
        return tuple(value)
    if column.free is None and isinstance(value, str):
        back = _back(value)
        return back if isinstance(back, date) else value
    return value  # type: ignore[no-any-return]


def mark(values: Values | None) -> str:
    """What tells whether a row is still as somebody saw it: a digest of its values; empty for no row."""
    if values is None:
        return ""
    return hashlib.sha256(as_json(values, tuple(sorted(values))).encode()).hexdigest()[:16]


def refs_in(column: Ref | Refs, values: Values) -> tuple[str, ...]:
    """The codes a reference names; none where it is empty."""
    value = values[column.code]
    return each(value) if isinstance(column, Refs) else ((str(value),) if value else ())
