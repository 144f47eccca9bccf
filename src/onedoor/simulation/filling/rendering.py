"""A pattern made ready for one store: the holes of a copy are filled once, and its rows come out in one stroke each.

Everything a copy has of its own stands in one list of slots: first what is drawn, then texts with those in them, then
the hashes of its record, line by line. Rows are cut from the slots: as text for PostgreSQL's COPY, as tuples for
SQLite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.db import connection, models

from onedoor.simulation.filling.kin import Row
from onedoor.simulation.filling.pattern import Cell, Const, Hole, Pattern, Phrase

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_ORDER = ("id", "ref", "told", "time", "place")

Pick = Callable[[Sequence[Any]], tuple[Any, ...]]
Format = tuple[str, Pick]


def _pick(places: Sequence[int]) -> Pick:
    """Takes these places out of the slots, always as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda slots: (slots[places[0]],)) if places else (lambda slots: ())


@dataclass(frozen=True)
class Rendering:
    """``times`` and ``told`` are the holes to be filled by whoever draws; ``constants`` follow the slots of a copy."""

    told: Sequence[Hole]
    times: Sequence[Hole]
    phrases: Sequence[Format]
    lines: Sequence[Format]
    texts: Sequence[tuple[type[Row], Format]]
    tuples: Sequence[tuple[type[Row], Sequence[Pick]]]
    constants: Sequence[Any]
    rows: int

    def slots(self, drawn: list[Any]) -> list[Any]:
        """The slots of a copy: what was drawn, in order, and all that follows from it."""
        for text, pick in self.phrases:
            drawn.append(text % pick(drawn))
        for text, pick in self.lines:
            drawn.append(sha256((text % pick(drawn)).encode()).hexdigest())
        return drawn


def rendering(pattern: Pattern) -> Rendering:
    """The pattern for the store in use."""
    return _Layout(pattern, copy=connection.vendor == "postgresql").rendering()


class _Layout:
    def __init__(self, pattern: Pattern, *, copy: bool) -> None:
        self._pattern, self._copy = pattern, copy
        cells = [cell for rows in pattern.rows.values() for row in rows for cell in row]
        phrases: dict[Phrase, None] = {}
        holes: dict[Hole, None] = {}
        for cell in (*pattern.lines.values(), *map(self._stored, cells)):
            _gather(cell, phrases, holes)
        for line in pattern.lines.values():
            del phrases[line]
        ids = [Hole("id", number) for number in range(len(pattern.made_at))]
        refs = [Hole("ref", number) for number in range(len(pattern.refs))]
        self.told, self.times = ([hole for hole in holes if hole.kind == kind] for kind in ("told", "time"))
        ordered: list[Hole | Phrase] = [*ids, *refs, *self.told, *self.times, Hole("place"), *phrases]
        ordered += [Hole("hash", chain, seq) for chain, seq in sorted(pattern.lines)]
        self._at: dict[Hole | Phrase, int] = {slot: number for number, slot in enumerate(ordered)}
        self._phrases = list(phrases)
        self._constants: list[Any] = []
        self._known: dict[tuple[type, Any], int] = {}

    def rendering(self) -> Rendering:
        pattern = self._pattern
        tables = [(model, rows) for model, rows in pattern.rows.items() if rows]
        return Rendering(
            told=self.told,
            times=self.times,
            phrases=[self._format(phrase) for phrase in self._phrases],
            lines=[self._format(pattern.lines[line]) for line in sorted(pattern.lines)],
            texts=[(model, self._text(rows)) for model, rows in tables if self._copy],
            tuples=[(model, [self._row(row) for row in rows]) for model, rows in tables if not self._copy],
            constants=self._constants,
            rows=sum(map(len, pattern.rows.values())),
        )

    def _stored(self, cell: Cell) -> Cell:
        """The cell as it is written to this store: COPY wants what is in a text escaped."""
        if not self._copy or not isinstance(cell, Phrase):
            return cell
        return Phrase(tuple(part.translate(_ESCAPES) if isinstance(part, str) else part for part in cell.parts))

    def _format(self, phrase: Phrase) -> Format:
        parts, places = self._pieces(phrase.parts)
        return "".join(parts), _pick(places)

    def _pieces(self, parts: Iterable[str | Hole | Phrase]) -> tuple[list[str], list[int]]:
        pieces: list[str] = []
        places: list[int] = []
        for part in parts:
            if isinstance(part, Phrase) and part.plain is not None:
                part = part.plain
            if isinstance(part, str):
                pieces.append(part.replace("%", "%%"))
            else:
                pieces.append("%s")
                places.append(self._at[part])
        return pieces, places

    def _text(self, rows: Sequence[Sequence[Cell]]) -> Format:
        """The rows of one table as COPY reads them."""
        parts: list[str | Hole | Phrase] = []
        for row in rows:
            for cell in row:
                parts += [_copied(cell) if isinstance(cell, Const) else self._stored(cell), "\t"]  # type: ignore[list-item]
            parts[-1] = "\n"
        pieces, places = self._pieces(parts)
        return "".join(pieces), _pick(places)

    def _row(self, row: Sequence[Cell]) -> Pick:
        return _pick([self._place(cell) for cell in row])

    def _place(self, cell: Cell) -> int:
        """Where among the slots a cell is."""
        if isinstance(cell, Const):
            return self._constant(_plain(cell.field.get_db_prep_save(cell.value, connection)))
        if isinstance(cell, Phrase) and cell.plain is not None:
            return self._constant(cell.plain)
        return self._at[cell]

    def _constant(self, value: Any) -> int:
        """The place of a constant behind the slots."""
        known = (type(value), value)
        if known not in self._known:
            self._known[known] = len(self._at) + len(self._constants)
            self._constants.append(value)
        return self._known[known]


def _gather(cell: Cell, phrases: dict[Phrase, None], holes: dict[Hole, None]) -> None:
    """Every hole, and every text with holes after the texts it holds."""
    if isinstance(cell, Hole):
        holes[cell] = None
    elif isinstance(cell, Phrase) and cell.plain is None:
        for part in cell.parts:
            if not isinstance(part, str):
                _gather(part, phrases, holes)
        phrases[cell] = None


def _plain(value: Any) -> Any:
    """Bytes as bytes, whatever the driver wraps them in."""
    value = getattr(value, "obj", value)
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _copied(cell: Const) -> str:
    value = cell.value
    if isinstance(cell.field, models.BinaryField):
        value = _plain(cell.field.get_db_prep_save(value, connection))
    return copied(value)


def copied(value: Any) -> str:
    """A value as COPY reads it."""
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
        case bytes() | memoryview():
            return f"\\\\x{bytes(value).hex()}"
        case datetime() | date():
            return value.isoformat()
        case str():
            return value.translate(_ESCAPES)
        case int() | float() | Decimal():
            return str(value)
    raise TypeError(f"COPY is not told how to write {value!r}")


def shifted(hole: Hole, late: timedelta) -> Any:
    """A moment of a copy that is so much later, written as the hole wants it."""
    by = late * hole.second / 100
    if hole.third == "text":
        return (datetime.fromisoformat(hole.first) + by).isoformat()
    at = hole.first + by
    if hole.third == "line":
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    return at.isoformat() if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(at)
