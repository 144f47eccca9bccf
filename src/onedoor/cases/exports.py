"""Which lists of cases left the system, by whom and what for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from onedoor.cases.events import CasesExported, ExportBegun
from onedoor.core.models import Happening, Remark


@dataclass(frozen=True)
class Exported:
    """One export. ``ended`` is what its last line says; None where it never came to an end."""

    begun: Happening
    ended: dict[str, Any] | None
    purpose: str

    @property
    def number(self) -> str:
        return str(self.begun.payload["number"])


def begun_exports(county: str) -> QuerySet[Happening]:
    """The first line of every export of a county, the latest first."""
    return Happening.objects.filter(county=county, name=ExportBegun.name).order_by("-at", "-id")


def with_ends(county: str, begun: list[Happening]) -> list[Exported]:
    """These exports with how they ended and what they were for: two queries."""
    subjects = [line.subject for line in begun]
    ends = Happening.objects.filter(county=county, subject__in=subjects, name=CasesExported.name)
    ended = {line.subject: line.payload for line in ends}
    remarks = Remark.objects.filter(county=county, subject__in=subjects, field="purpose")
    purposes = {remark.subject: remark.text for remark in remarks}
    return [Exported(line, ended.get(line.subject), purposes.get(line.subject, "")) for line in begun]
