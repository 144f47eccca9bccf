"""Open a file of areas whatever it is, and say what taking it in would change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

from onedoor.geography.actions.importing import Plan, plan
from onedoor.geography.features import Features
from onedoor.geography.tables import Lines, Table


class Source(Protocol):
    """A file of areas: how many lines it has, and its rows county by county."""

    @property
    def lines(self) -> int: ...

    def counties(self) -> Lines: ...


def opened(path: Path, *, code_key: str = "", name_key: str = "") -> Source:
    """The file as a source: GeoJSON by its ending, a table otherwise. Raises Refused when it is neither."""
    if _is_map(path.name):
        return Features.of(path.read_bytes(), filename=path.name, code_key=code_key, name_key=name_key)
    return Table.at(path)


def uploaded(content: bytes, *, filename: str) -> Source:
    """As ``opened``, for a file somebody sent. Raises Refused."""
    return Features.of(content, filename=filename) if _is_map(filename) else Table.of(content)


def plans(source: Source, *, on: date, county: str = "", whole: bool = False) -> Iterator[Plan]:
    """What the file would change, county by county; of one county alone where one is named."""
    for code, rows, findings in source.counties():
        if not county or code == county:
            yield plan(code, rows, findings, on=on, whole=whole)


def _is_map(filename: str) -> bool:
    return filename.lower().endswith((".json", ".geojson"))
