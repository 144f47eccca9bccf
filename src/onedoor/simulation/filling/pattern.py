"""A family as a pattern: what is the same in every copy, with holes for what is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import models

from onedoor.cases.actions.registering import SECRET_TITLE
from onedoor.cases.models import Case, Contact, Report
from onedoor.core.models import Chained, Delivery, Happening
from onedoor.simulation.filling.kin import Family, Row
from onedoor.simulation.filling.leaves import REF, Place, columns, drawn, references

_TOKEN = re.compile(rf"{REF.pattern}|\d{{10,19}}")
_RAW, _TEXT, _END = "\ue002", "\ue001", "\ue003"
_MARK = re.compile(f'"{_RAW}(\\d+){_END}"|{_TEXT}(\\d+){_END}')
_TOLD: Mapping[type[Row], Sequence[str]] = {
    Report: ("title", "text", "place"),
    Contact: ("phone_index", "tail_index"),
}
_SEALED: Mapping[type[Row], Sequence[str]] = {Contact: ("name", "phone")}
_SPOT = ("lon", "lat")


class Hole(NamedTuple):
    """Something of its own in every copy. ``kind``: ``id``, ``ref``, ``told`` (of which report, what), ``time`` (when
    in the template, by how many hundredths it shifts, how it is written), ``hash`` (chain and line) or ``place``."""

    kind: str
    first: Any = 0
    second: Any = 0
    third: Any = 0


class Phrase(NamedTuple):
    """A text with holes in it."""

    parts: tuple[str | Hole | Phrase, ...]

    @property
    def plain(self) -> str | None:
        """The text, where it has no holes."""
        return "".join(map(str, self.parts)) if all(isinstance(part, str) for part in self.parts) else None


class Const(NamedTuple):
    """The same in every copy, as its field gives it to the store."""

    field: models.Field[Any, Any]
    value: Any


Cell = Const | Hole | Phrase


@dataclass(frozen=True)
class Pattern:
    """The cells of every row, table by table, and the lines of every record, by chain and number, as their hashes are
    made of them. ``made_at`` is when each identifier was made, in order; ``cases`` which of them the cases have, and
    ``refs`` the references it had."""

    rows: Mapping[type[Row], Sequence[Sequence[Cell]]]
    lines: Mapping[tuple[int, int], Phrase]
    made_at: Sequence[datetime]
    cases: Sequence[int]
    refs: Sequence[str]


def pattern(family: Family, shifts: Mapping[Place, int]) -> Pattern:
    """The pattern of a family whose moments shift so."""
    return _Reader(family, shifts).pattern()


class _Reader:
    def __init__(self, family: Family, shifts: Mapping[Place, int]) -> None:
        self._family, self._shifts = family, shifts
        rows = sorted((row.pk, row) for kind, found in family.items() if kind is not Delivery for row in found)
        self._rows = [row for _, row in rows]
        self._refs = references(family)
        self._ids = {row.pk: Hole("id", number) for number, row in enumerate(self._rows)}
        self._tokens = {str(pk): hole for pk, hole in self._ids.items()}
        self._tokens |= {ref: Hole("ref", number) for number, ref in enumerate(self._refs)}
        cases = [row for row in family[Case] if isinstance(row, Case)]
        self._chains = {case.subject: number for number, case in enumerate(cases)}
        reports = [row for row in family[Report] if isinstance(row, Report)]
        self._reports = {report.pk: number for number, report in enumerate(reports)}
        self._titles = {report.case_id: report.title for report in reports}
        self._tokens |= {report.area: Hole("told", 0, "area") for report in reports}

    def pattern(self) -> Pattern:
        rows, lines = {}, {}
        for model, found in self._family.items():
            rows[model] = [self._cells(model, row, number) for number, row in enumerate(found)]
            for number, row in enumerate(found):
                if isinstance(row, Happening):
                    lines[self._chains[row.subject], row.seq] = self._line(row, number)
        cases = [self._ids[case.pk].first for case in self._family[Case]]
        return Pattern(rows, lines, list(self._made_at()), cases, self._refs)

    def _made_at(self) -> Iterator[datetime]:
        """An action writes its line of the record last: what was made before a line was made when that was."""
        at = None
        later: list[datetime] = []
        for row in reversed(self._rows):
            at = row.at if isinstance(row, Happening) else at
            later.append(at or max(line.at for line in self._rows if isinstance(line, Happening)))
        latest = datetime.min.replace(tzinfo=UTC)
        for moment in reversed(later):
            latest = max(latest, moment)
            yield latest

    def _cells(self, model: type[Row], row: Row, number: int) -> list[Cell]:
        return [self._cell(model, row, (model.__name__, number), field) for field in columns(model)]

    def _cell(self, model: type[Row], row: Row, place: Place, field: models.Field[Any, Any]) -> Cell:
        value, name = getattr(row, field.attname), field.name
        place = (*place, name)
        if isinstance(row, Report | Contact | Case):
            told = self._told(row, name, value)
            if told:
                return told
        if drawn(model, field):
            return self._drawn(row, field, value)
        if isinstance(field, models.JSONField) and value is not None:
            return self._json(value, place)
        if isinstance(value, datetime) and place in self._shifts:
            return Hole("time", value, self._shifts[place], "store")
        if type(value) is int and value in self._ids:
            return self._ids[value]
        if isinstance(value, str) and (parts := self._parts(value)) != (value,):
            return parts[0] if len(parts) == 1 and isinstance(parts[0], Hole) else Phrase(parts)
        return Const(field, value)

    def _told(self, row: Report | Contact | Case, name: str, value: Any) -> Hole | None:
        if isinstance(row, Case):
            own = name == "title" and value == self._titles[row.pk] != SECRET_TITLE
            return Hole("told", self._chains[row.subject], "title") if own else None
        number = self._reports[row.pk if isinstance(row, Report) else row.report_id]
        if value and name in _TOLD[type(row)]:
            return Hole("told", number, name)
        if value and name in _SEALED.get(type(row), ()):
            return Hole("told", number, f"sealed {name}")
        if isinstance(row, Report) and (name == "salt" or (name in _SPOT and value is not None)):
            return Hole("told", number, name)
        return None

    def _drawn(self, row: Row, field: models.Field[Any, Any], value: Any) -> Cell:
        if field.name == "place":
            return Hole("place") if value else Const(field, value)
        if isinstance(row, Chained):
            return Hole("hash", self._chains[row.subject], row.chain_seq)
        if isinstance(row, Happening) and field.name in ("hash", "previous"):
            seq = row.seq - (field.name == "previous")
            return Hole("hash", self._chains[row.subject], seq) if seq else Const(field, "")
        return Const(field, value)

    def _line(self, row: Happening, number: int) -> Phrase:
        """The line as canonical JSON, as ``core.chain.line_hash`` makes it."""
        chain = self._chains[row.subject]
        place: Place = ("Happening", number)
        at: Any = row.at.astimezone(UTC).isoformat(timespec="microseconds")
        if hundredths := self._shifts.get((*place, "at")):
            at = Hole("time", row.at, hundredths, "line")
        previous = Hole("hash", chain, row.seq - 1) if row.seq > 1 else ""
        recorded = row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
        payload = self._json(row.payload, (*place, "payload"))
        columns = [
            row.county, row.subject, row.seq, row.name, row.version, payload, row.actor, at, recorded, previous,
        ]  # fmt: skip
        return self._json(columns, ("line",))

    def _json(self, value: Any, place: Place) -> Phrase:
        """The value as canonical JSON."""
        holes: list[Hole | Phrase] = []

        def marked(hole: Hole | Phrase, mark: str) -> str:
            holes.append(hole)
            return f"{mark}{len(holes) - 1}{_END}"

        def inside(value: Any, place: Place) -> Any:
            if isinstance(value, Phrase):
                return marked(value, _RAW)
            if isinstance(value, Hole):
                return marked(value, _TEXT)
            if isinstance(value, dict):
                return {key: inside(part, (*place, key)) for key, part in value.items()}
            if isinstance(value, list):
                return [inside(part, (*place, number)) for number, part in enumerate(value)]
            if type(value) is int and value in self._ids:
                return marked(self._ids[value], _RAW)
            if not isinstance(value, str):
                return value
            if place in self._shifts:
                return marked(Hole("time", value, self._shifts[place], "text"), _TEXT)
            if place[-2:] == ("payload", "sealed"):
                return marked(Hole("told", self._sealed_in(place), "sealed"), _TEXT)
            return "".join(part if isinstance(part, str) else marked(part, _TEXT) for part in self._parts(value))

        text = json.dumps(inside(value, place), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        parts: list[str | Hole | Phrase] = []
        end = 0
        for found in _MARK.finditer(text):
            parts += [text[end : found.start()], holes[int(found[1] or found[2])]]
            end = found.end()
        return Phrase(tuple(part for part in (*parts, text[end:]) if part != ""))

    def _sealed_in(self, place: Place) -> int:
        """Which report the arrival on this line seals."""
        line = self._family[Happening][int(place[1])]
        assert isinstance(line, Happening)
        return self._reports[line.payload["report"]]

    def _parts(self, value: str) -> tuple[str | Hole, ...]:
        parts: list[str | Hole] = []
        end = 0
        for found in _TOKEN.finditer(value):
            if hole := self._tokens.get(found[0]):
                parts += [value[end : found.start()], hole]
                end = found.end()
        return tuple(part for part in (*parts, value[end:]) if part != "") or (value,)
