"""One row that becomes another: what it was, what it will be."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onedoor.setup.sheet import LAST, Key, Sheet, Values, as_json

ADDED, CHANGED, ENDED = "added", "changed", "ended"


@dataclass(frozen=True)
class Change:
    """``before`` is None for a new row, ``after`` for one that leaves the store; ``columns`` are those that differ."""

    sheet: Sheet
    key: Key
    kind: str
    before: Values | None
    after: Values | None
    columns: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet, key: Key, before: Values | None, after: Values | None, today: date) -> Change:
        shown = [column.code for column in sheet.stored_columns()]
        if before is None or after is None:
            columns = tuple(code for code in shown if (after or before or {})[code] != sheet.blank[code])
            return cls(sheet, key, ENDED if after is None else ADDED, before, after, columns)
        columns = tuple(code for code in shown if before[code] != after[code])
        ends = sheet.ended(after, today) and not sheet.ended(before, today)
        ends = ends or (LAST in columns and before[LAST] is None)
        return cls(sheet, key, ENDED if ends else CHANGED, before, after, columns)

    @property
    def name(self) -> str:
        """The row as a person knows it: its key, and what it is called; never who somebody is."""
        column = self.sheet.by_code.get("name") or self.sheet.by_code.get("title")
        values = self.after or self.before
        called = str(values[column.code]) if column and values and not column.personal else ""
        return f"{self.sheet.named(self.key)} {called}".strip()

    def lines(self) -> list[tuple[str, str, str]]:
        """What differs, column by column: its title, before, after; an empty text where there was nothing."""
        told = []
        for code in self.columns:
            column = self.sheet.by_code[code]
            before = column.shown(self.before[code]) if self.before else ""
            after = column.shown(self.after[code]) if self.after else ""
            told.append((str(column.title), before, after))
        return told


def digest(changes: Sequence[Change]) -> str:
    """What tells whether two sets of changes are the same."""
    drawn = hashlib.sha256()
    for change in changes:
        sides = (as_json(side, tuple(side)) if side else "" for side in (change.before, change.after))
        drawn.update("\0".join((change.sheet.code, *change.key, *sides, "")).encode())
    return drawn.hexdigest()
