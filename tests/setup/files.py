"""Workbooks as people fill them in, and what is in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

Cells = dict[str, list[list[object]]]


def cells_of(content: bytes) -> Cells:
    """Every sheet but the explanation, as rows of cells."""
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        return {
            name: [list(row) for row in book.get_sheet_by_name(name).iter_rows()]
            for name in book.sheet_names
            if not name.startswith("说明")
        }


def workbook(sheets: Cells, *, after: Callable[[str, Worksheet], None] = lambda name, page: None) -> bytes:
    """A workbook with these rows; ``after`` may spoil a sheet."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(line, place, cell, day)
                    elif isinstance(cell, str):
                        page.write_string(line, place, cell)
                    else:
                        page.write(line, place, cell)
            after(name, page)
    return made.getvalue()


def place(sheets: Cells, sheet: str, row: int, title: str) -> tuple[list[object], int]:
    """The row with this number (the header is 1) and where the column stands in it."""
    head = [str(cell).partition("\n")[0].rstrip("＊") for cell in sheets[sheet][0]]
    return sheets[sheet][row - 1], head.index(title)


def put(sheets: Cells, sheet: str, row: int, title: str, cell: object) -> None:
    """Write a cell otherwise."""
    cells, where = place(sheets, sheet, row, title)
    cells[where] = cell
