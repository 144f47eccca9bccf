"""The rows of an exported list, read in parts: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet

from onedoor.cases.models import Case, Report
from onedoor.desk.exports.columns import COLUMNS, Around, Value
from onedoor.geography.atlas import atlas

PART = 500
"""So many cases are read at once."""


class Table:
    """The cases of a query as rows of the chosen columns, newest first. ``written`` counts what was given out."""

    def __init__(self, cases: QuerySet[Case], columns: Sequence[str], *, county: str) -> None:
        self.columns = [name for name in COLUMNS if name in columns]
        self.written = 0
        self._county = county
        self._cases = cases.select_related("item", "lead", "holder").defer("solve_limit", "summary")

    @property
    def headings(self) -> list[str]:
        return [str(COLUMNS[name].label) for name in self.columns]

    def parts(self) -> Iterator[list[list[Value]]]:
        """The rows, so many at a time; each part begins after the last row of the one before."""
        after = Q()
        while True:
            part = list(self._cases.filter(after).order_by("-registered_at", "-id")[:PART])
            if not part:
                return
            around = Around(atlas(self._county), self._texts(part))
            yield [[COLUMNS[name].value(case, around) for name in self.columns] for case in part]
            self.written += len(part)
            last = part[-1]
            after = Q(registered_at__lt=last.registered_at) | Q(registered_at=last.registered_at, id__lt=last.pk)

    def _texts(self, part: list[Case]) -> dict[int, str]:
        """The words of the report that opened each case, where they were asked for and the case is not secret."""
        if "text" not in self.columns:
            return {}
        open_to_all = [case.pk for case in part if not case.secret]
        reports = Report.objects.filter(county=self._county, case__in=open_to_all).order_by("-received_at", "-id")
        return dict(reports.values_list("case_id", "text"))
