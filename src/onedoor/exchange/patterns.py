"""Words put together from several columns, for exports that hold no text of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_COLUMN = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Pattern:
    """One part: words with ``{column}`` in them. It is left out, label and all, where every column of it is empty."""

    written: str
    columns: tuple[str, ...]

    @classmethod
    def parse(cls, written: str) -> Self | None:
        """None where the brackets do not match or no column is named."""
        columns = tuple(dict.fromkeys(_COLUMN.findall(written)))
        rest = _COLUMN.sub("", written)
        if not columns or not all(columns) or "{" in rest or "}" in rest:
            return None
        return cls(written, columns)

    def filled(self, cells: Mapping[str, str]) -> str:
        """The part with these cells, by column."""
        if not any(cells[column] for column in self.columns):
            return ""
        return _COLUMN.sub(lambda found: cells[found[1]], self.written)
