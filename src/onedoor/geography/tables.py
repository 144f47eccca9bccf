"""Files of areas as tables: CSV, plain or gzipped, UTF-8 or GB 18030, with a header or in a layout that is known."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.core.refusal import Refused
from onedoor.geography.rows import COUNTRY, Finding, Row, Unusable, row

Lines = Iterator[tuple[str, list[Row], list[Finding]]]
"""One county after the other: its six digits, its rows, and what is to be said about its lines."""

_GZIP = b"\x1f\x8b"
_ENCODINGS = ("utf-8-sig", "gb18030")
_HEADERS = {
    "code": ("code", "代码", "区划代码", "网格代码", "编码"),
    "name": ("name", "名称", "区划名称", "网格名称"),
    "parent": ("parent", "上级", "上级代码"),
    "level": ("level", "级别"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
}
_WITHOUT_HEADER = {
    2: ("code", "name"),
    3: ("code", "name", "parent"),
    13: ("code", "parent", "name", "level", "", "", "lon", "lat"),
    20: ("code", "parent", "name", "level", "", "", "", "", "", "", "", "", "lon", "lat"),
}
"""What the columns mean in a table without a header, by their number."""


@dataclass
class Table:
    """A CSV file that can be read twice: once to see what it is, once to take it in."""

    open: Callable[[], BinaryIO]
    encoding: str = ""
    lines: int = 0
    _columns: Mapping[str, int] | None = None
    _header: int = 0

    @classmethod
    def at(cls, path: Path) -> Table:
        """The table in a file. Raises Refused when it cannot be read as one."""
        return cls(lambda: path.open("rb")).looked()

    @classmethod
    def of(cls, content: bytes) -> Table:
        """The table in an uploaded file. Raises Refused when it cannot be read as one."""
        return cls(lambda: io.BytesIO(content)).looked()

    def looked(self) -> Table:
        """Find encoding, layout and the number of lines, and that the lines of a county stand together.

        Raises Refused.
        """
        for encoding in _ENCODINGS:
            self.encoding = encoding
            try:
                self._look()
            except UnicodeDecodeError:
                continue
            return self
        raise Refused(_("文件不是UTF-8，也不是GB18030编码。请另存为UTF-8的CSV，再试一次。"), field="file")

    def counties(self) -> Lines:
        """The rows county by county, in the order of the file."""
        for county, lines in groupby(self._cells(), key=lambda numbered: self._county(numbered[1])):
            rows, findings = list[Row](), list[Finding]()
            for line, cells in lines:
                try:
                    found = row(line, self._told(cells))
                except Unusable as problem:
                    findings.append(Finding(line, problem.words, problem.about))
                    continue
                if found.level == COUNTRY:
                    findings.append(Finding(line, gettext_lazy("全国一级不收，跳过了。"), stops=False))
                else:
                    rows.append(found)
            yield county, rows, findings

    def _county(self, cells: Sequence[str]) -> str:
        return self._told(cells).get("code", "").strip()[:6]

    def _look(self) -> None:
        self.lines, self._columns = 0, None
        seen: set[str] = set()
        last = ""
        for line, cells in self._cells():
            self.lines = line
            code = self._county(cells)
            if code != last and code in seen:
                raise Refused(
                    _("第%(line)d行：%(county)s的行没有排在一起。请按代码排序，再试一次。")
                    % {"line": line, "county": code},
                    field="file",
                )
            seen.add(code)
            last = code
        if not self.lines:
            raise Refused(_("文件是空的。请换一个文件。"), field="file")

    def _told(self, cells: Sequence[str]) -> dict[str, str]:
        columns = self._columns or {}
        return {name: cells[at] for name, at in columns.items() if at < len(cells)}

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        with self.open() as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            plain: BinaryIO = gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[assignment]
            text = io.TextIOWrapper(plain, encoding=self.encoding, newline="")
            reader = csv.reader(text)
            try:
                for cells in reader:
                    if not any(cells):
                        continue
                    if self._columns is None and self._is_header(cells):
                        continue
                    if self._header and reader.line_num == self._header:
                        continue
                    yield reader.line_num, cells
            except (csv.Error, EOFError, OSError) as error:
                raise Refused(
                    _("第%(line)d行读不下去：%(error)s。请检查文件。") % {"line": reader.line_num, "error": error},
                    field="file",
                ) from error

    def _is_header(self, first: Sequence[str]) -> bool:
        """Learn the columns from the first line; whether that line is the header."""
        names = [cell.strip().lower() for cell in first]
        found = {
            column: next(names.index(name) for name in known if name in names)
            for column, known in _HEADERS.items()
            if any(name in names for name in known)
        }
        if {"code", "name"} <= found.keys():
            self._columns, self._header = found, 1
            return True
        layout = _WITHOUT_HEADER.get(len(first)) if first[0].strip().isdecimal() else None
        if layout is None:
            raise Refused(
                _("看不出各列是什么。请在第一行写明列名：code、name、parent、level、lon、lat。"), field="file"
            )
        self._columns, self._header = {name: at for at, name in enumerate(layout) if name}, 0
        return False
