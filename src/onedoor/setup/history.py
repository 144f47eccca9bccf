"""Who changed what of the set-up, when, and from what to what; and how much of it there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Value
from django.db.models.fields import CharField

from onedoor.core.models import Chain, Happening, Remark
from onedoor.setup.chains import chain_of, key_on_record
from onedoor.setup.events import RowChanged
from onedoor.setup.sheet import Key, Sheet, Values, from_json
from onedoor.setup.sheets import SHEETS


@dataclass(frozen=True)
class Entry:
    """One change of one row. ``fields`` are title, before, after of what differs; ``untold`` the titles of columns
    whose values the record does not keep."""

    happening: Happening
    row: str
    fields: list[tuple[str, str, str]]
    untold: list[str]

    @property
    def kind(self) -> str:
        return str(self.happening.payload["kind"])

    @property
    def source(self) -> str:
        """``screen``, or the first twelve digits of the digest of a file."""
        return str(self.happening.payload["source"]).removeprefix("file:")


def history(county: str, sheet: Sheet, *, key: Key | None = None, before: int = 0, size: int) -> list[Entry]:
    """The changes of a sheet, or of one row of it, the latest first; older than the line ``before``."""
    listed = Happening.objects.filter(county=county, subject=chain_of(sheet), name=RowChanged.name)
    if key is not None:
        listed = listed.filter(payload__key=key_on_record(key))
    if before:
        listed = listed.filter(seq__lt=before)
    found = list(listed.order_by("-seq")[:size])
    told: dict[int, dict[str, str]] = {}
    remarks = Remark.objects.filter(county=county, subject=chain_of(sheet), seq__in=[line.seq for line in found])
    for seq, field, text in remarks.values_list("seq", "field", "text"):
        told.setdefault(seq, {})[field] = text
    return [_entry(line, sheet, told.get(line.seq, {})) for line in found]


def _entry(line: Happening, sheet: Sheet, words: dict[str, str]) -> Entry:
    before, after = (from_json(words.get(side, ""), sheet) for side in ("before", "after"))
    columns = [sheet.by_code[code] for code in line.payload["columns"] if code in sheet.by_code]
    fields = [
        (str(column.title), _shown(column.code, before, sheet), _shown(column.code, after, sheet))
        for column in columns
        if not column.personal
    ]
    return Entry(line, words.get("row", ""), fields, [str(column.title) for column in columns if column.personal])


def _shown(code: str, values: Values, sheet: Sheet) -> str:
    return sheet.by_code[code].shown(values[code]) if code in values else ""


def counts(county: str) -> dict[str, int]:
    """How many rows each sheet has. One query."""
    counted: list[Any] = [
        sheet.rows(county)
        .order_by()
        .values("county")
        .annotate(sheet=Value(sheet.code, output_field=CharField()), n=Count("pk"))
        .values_list("sheet", "n")
        for sheet in SHEETS.values()
    ]
    return dict.fromkeys(SHEETS, 0) | dict(counted[0].union(*counted[1:], all=True))


def last_changes(county: str) -> dict[str, Happening]:
    """The last change of each sheet that was ever changed."""
    heads = Chain.objects.filter(county=county, name__in=[chain_of(sheet) for sheet in SHEETS.values()])
    wanted = Q(pk__in=[])
    for name, seq in heads.values_list("name", "chain_seq"):
        wanted |= Q(subject=name, seq=seq)
    found = Happening.objects.filter(wanted, county=county)
    return {line.subject.removeprefix("setup:"): line for line in found}
