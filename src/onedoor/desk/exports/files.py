"""How the files are written: CSV as it goes, XLSX into a temporary file that is then sent; both in little memory."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from onedoor.desk.exports.columns import COLUMNS, Value
from onedoor.desk.exports.rows import Table
from onedoor.desk.exports.watermark import Watermark

BOM = "\ufeff"
ROWS_OF_A_SHEET = 1_000_000
"""A sheet ends at 1,048,576 rows; the next ones go on another."""

_PIECE = 64 * 1024
_WATCHED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Ended = Callable[[int, bool], None]


def safe(value: str) -> str:
    """Words that no sheet takes for a formula."""
    return f"'{value}" if value.lstrip(" ").startswith(_WATCHED) else value


def streamed(table: Table, mark: Watermark, *, format: str, ended: Ended) -> Iterator[bytes]:
    """The file, piece by piece. ``ended`` is told how many rows were written and whether the file went out whole, also
    when whoever asked for it goes away."""
    complete = False
    try:
        yield from _csv(table, mark) if format == "csv" else _xlsx(table, mark)
        complete = True
    finally:
        ended(table.written, complete)


class _Line:
    """What a csv writer writes to: it gives the line back."""

    def write(self, text: str) -> str:
        return text


def _csv(table: Table, mark: Watermark) -> Iterator[bytes]:
    write: Callable[[list[Any]], str] = csv.writer(_Line()).writerow
    yield (BOM + write(table.headings)).encode()
    for part in table.parts():
        yield "".join(write([_plain(value) for value in row]) for row in part).encode()
    yield (write([]) + "".join(write([f"{name}：{safe(told)}"]) for name, told in mark.told(table.written))).encode()


def _plain(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return safe(value) if isinstance(value, str) else "" if value is None else str(value)


def _xlsx(table: Table, mark: Watermark) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        _write_book(table, mark, file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write_book(table: Table, mark: Watermark, file: IO[bytes]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        _Book(book, table, mark).write()


class _Book:
    """One workbook: the rows on as many sheets as they need, the watermark on the last and on every printed page."""

    def __init__(self, book: Any, table: Table, mark: Watermark) -> None:
        self.book, self.table, self.mark = book, table, mark
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.sheets = 0

    def write(self) -> None:
        sheet, at = self._sheet(), 1
        for part in self.table.parts():
            for row in part:
                if at > ROWS_OF_A_SHEET:
                    sheet, at = self._sheet(), 1
                self._row(sheet, at, row)
                at += 1
        last = self._new_sheet(_("导出说明"))
        last.set_column(0, 0, 14)
        last.set_column(1, 1, 80)
        for line, (name, told) in enumerate(self.mark.told(self.table.written)):
            last.write_string(line, 0, name, self.bold)
            last.write_string(line, 1, safe(told))

    def _row(self, sheet: Any, at: int, row: list[Value]) -> None:
        for place, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(at, place, value, self.moment)
            elif isinstance(value, int):
                sheet.write_number(at, place, value)
            elif value:
                sheet.write_string(at, place, safe(value))

    def _sheet(self) -> Any:
        self.sheets += 1
        name = _("事项") if self.sheets == 1 else _("事项%(n)s") % {"n": self.sheets}
        sheet = self._new_sheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.table.columns):
            sheet.set_column(place, place, COLUMNS[column].width)
        for place, heading in enumerate(self.table.headings):
            sheet.write_string(0, place, heading, self.bold)
        return sheet

    def _new_sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_header(f"&C{self.mark.line}")
        sheet.set_footer(f"&L{self.mark.line}&R&P / &N")
        return sheet
