"""That a list of cases left the system as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class ExportBegun(Event):
    """Somebody had a list of cases written to a file: by which filters, in which format, with which columns. What for,
    and the words the list was narrowed by, stand beside the line."""

    name: ClassVar[str] = "cases.export_begun"
    words: ClassVar[tuple[str, ...]] = ("purpose", "asked")

    number: str
    filters: Mapping[str, Any]
    format: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class CasesExported(Event):
    """The file was written: so many ``rows``. ``complete`` says whether it went out whole or broke off."""

    name: ClassVar[str] = "cases.exported"

    number: str
    rows: int
    complete: bool


@dataclass(frozen=True)
class CaseCopied(Event):
    """Somebody copied a case out for another system, in the order of this ``sheet``; ``clear`` says whether with the
    name and numbers of who sent the report. Why stands at the line that says they were looked at."""

    name: ClassVar[str] = "cases.case_copied"

    sheet: str
    report: int
    clear: bool
