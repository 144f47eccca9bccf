"""What happens to the set-up: one line per row that changed, one per workbook that came in or went out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from onedoor.core.events import Event


@dataclass(frozen=True)
class RowChanged(Event):
    """A row of the set-up was added, changed or ended: which ``columns``, and whether by a file (``file:`` and the
    beginning of its digest) or on a ``screen``. ``key`` is the row's key, or a digest of it where it is no code; what
    stood there before and after are words beside the record. Names, sign-ins and addresses of members are not told."""

    name: ClassVar[str] = "setup.row_changed"
    words: ClassVar[tuple[str, ...]] = ("row", "before", "after")

    sheet: str
    key: str
    kind: str
    columns: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class WorkbookImported(Event):
    """A set-up workbook was taken in: its SHA-256, and how many rows of each sheet changed."""

    name: ClassVar[str] = "setup.workbook_imported"

    digest: str
    sheets: Mapping[str, int]


@dataclass(frozen=True)
class WorkbookExported(Event):
    """The set-up was written into a workbook: its SHA-256, and how many rows each sheet has."""

    name: ClassVar[str] = "setup.workbook_exported"

    digest: str
    sheets: Mapping[str, int]
