"""What the store holds of the set-up, sheet by sheet, read when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from onedoor.cases.models import Case
from onedoor.core.clock import ZONE
from onedoor.setup.sheet import Key, Sheet, Values
from onedoor.setup.sheets import SHEETS


@dataclass(frozen=True)
class Kept:
    """A row of the store."""

    pk: int
    values: Values


class State:
    """The set-up of one county at one moment. Nothing is read before it is asked for, and nothing twice."""

    def __init__(self, county: str, at: datetime) -> None:
        self.county = county
        self.at = at
        self._rows: dict[str, dict[Key, Kept]] = {}

    @property
    def today(self) -> date:
        return self.at.astimezone(ZONE).date()

    def rows(self, sheet: Sheet) -> dict[Key, Kept]:
        """The rows of a sheet by their keys."""
        if sheet.code not in self._rows:
            self._rows[sheet.code] = {sheet.key_of(values): Kept(pk, values) for pk, values in sheet.read(self.county)}
        return self._rows[sheet.code]

    def codes(self, sheet: str) -> dict[str, int]:
        """Primary keys by code, of a sheet that others point at."""
        return {key[0]: kept.pk for key, kept in self.rows(SHEETS[sheet]).items()}

    def names(self, sheet: str) -> dict[str, str]:
        """The names of the rows in use, by code, of a sheet that others point at."""
        return {
            key[0]: str(kept.values.get("name") or key[0])
            for key, kept in self.rows(SHEETS[sheet]).items()
            if not SHEETS[sheet].ended(kept.values, self.today)
        }

    @cached_property
    def working(self) -> bool:
        """Whether cases were registered: from then on a rule in force stays as it is (DESIGN §5)."""
        return Case.objects.filter(county=self.county).exists()
