"""The set-up as it would be: the rows of the store with those of a book in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from onedoor.core.sentence import Sentence
from onedoor.setup.book import Line, Page
from onedoor.setup.sentences import Finding
from onedoor.setup.sheet import Key, Sheet, Values
from onedoor.setup.sheets import SHEETS
from onedoor.setup.state import State


@dataclass(frozen=True)
class Row:
    """A row as it would be. ``page`` and ``line`` where a book says so; ``sound`` if its cells are."""

    values: Values
    page: Page | None = None
    line: Line | None = None
    changed: bool = False
    sound: bool = True
    before: Values | None = None

    def finding(self, column: str, said: object, /, **values: object) -> Finding:
        """Something wrong with this row, at a column of its line."""
        assert self.page is not None and self.line is not None
        place = self.page.place(self.line, column)
        return Finding(self.page.sheet.file_title, place, Sentence(said, values), column)  # type: ignore[arg-type]


class Final:
    """Every sheet as it would be."""

    def __init__(self, state: State, *, doubtful: set[str]) -> None:
        self.state = state
        self.doubtful = doubtful
        self._given: dict[str, dict[Key, Row]] = {}

    def put(self, sheet: Sheet, key: Key, row: Row) -> None:
        self._given.setdefault(sheet.code, {})[key] = row

    @property
    def touched(self) -> Iterator[Sheet]:
        """The sheets of which a row would change."""
        for code, rows in self._given.items():
            if any(row.changed for row in rows.values()):
                yield SHEETS[code]

    def rows(self, sheet: Sheet) -> Iterator[tuple[Key, Row]]:
        """The rows of a sheet as they would be, those of the book last."""
        given = self._given.get(sheet.code, {})
        for key, kept in self.state.rows(sheet).items():
            if key not in given:
                yield key, Row(kept.values)
        yield from given.items()

    def changed(self, sheet: Sheet) -> Iterator[tuple[Key, Row]]:
        """The sound rows of the book that differ from the store."""
        for key, row in self._given.get(sheet.code, {}).items():
            if row.changed and row.sound:
                yield key, row

    def current(self, sheet: Sheet) -> Iterator[tuple[Key, Row]]:
        """The sound rows that would be in use."""
        for key, row in self.rows(sheet):
            if row.sound and not sheet.ended(row.values, self.state.today):
                yield key, row

    def known(self, to: tuple[str, ...]) -> dict[str, bool]:
        """The codes of these sheets; false where every row of a code was out of use before, and stays so. A row that
        comes in out of use, with all that points at it, is a copy of another store and none of that."""
        found: dict[str, bool] = {}
        for code in to:
            found |= {key: live or found.get(key, False) for key, live in self._known[code].items()}
        return found

    @cached_property
    def _known(self) -> dict[str, dict[str, bool]]:
        return _Known(self)


class _Known(dict[str, dict[str, bool]]):
    """The codes of a sheet, gathered when they are first asked for."""

    def __init__(self, final: Final) -> None:
        super().__init__()
        self._final = final

    def __missing__(self, code: str) -> dict[str, bool]:
        sheet, final = SHEETS[code], self._final
        found: dict[str, bool] = {}
        for key, row in final.rows(sheet):
            new = row.line is not None and row.before is None
            live = new or not row.sound or not sheet.ended(row.values, final.state.today)
            found[key[0]] = live or found.get(key[0], False)
        self[code] = found
        return found
