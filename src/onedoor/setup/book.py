"""Read a set-up workbook: its lines with their places, and what is wrong with its make."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from xml.etree import ElementTree

from django.utils.translation import gettext_lazy, override
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from onedoor.core.packages import check_package, damaged
from onedoor.core.sentence import Sentence
from onedoor.setup.columns import tidy
from onedoor.setup.sentences import Finding, guessed
from onedoor.setup.sheet import FILE_LANGUAGE, Sheet
from onedoor.setup.sheets import SHEETS

README = "说明"
"""A sheet whose title begins so is for people and is not read."""

_FORMULA = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=\"([A-Z]+[0-9]+)\"[^<>]*?>\s*<(?:\w+:)?f[\s/>]")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Line:
    """One line as it was written: raw cells by column, only those columns that are there. ``number`` is the one a
    person sees beside it; 0 for a form on a screen."""

    number: int
    cells: dict[str, object]


@dataclass
class Page:
    """The lines of one sheet. ``letters`` says in which column of the file each column stands."""

    sheet: Sheet
    lines: list[Line] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)

    def place(self, line: Line, column: str) -> str:
        """``C17``; empty on a screen."""
        return f"{self.letters.get(column, 'A')}{line.number}" if line.number else ""


@dataclass
class Book:
    """What was written. ``doubtful`` are sheets that could not be read for sure: nobody complains that a row of
    theirs is missing."""

    digest: str
    pages: dict[str, Page] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)


def on_screen(sheet: Sheet, cells: dict[str, object]) -> Book:
    """One line that somebody filled in on a screen."""
    return Book("", {sheet.code: Page(sheet, [Line(0, cells)])})


def read(content: bytes, *, name: str) -> Book:
    """The lines of a workbook. Raises Refused when it is none, or would harm the reader."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        path = Path(file.name)
        check_package(path)
    book = Book(hashlib.sha256(content).hexdigest())
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook, zipfile.ZipFile(BytesIO(content)) as package:
            parts = _parts(package)
            with override(FILE_LANGUAGE):
                for title in workbook.sheet_names:
                    part = package.read(parts[title]) if title in parts else b""
                    _take(book, workbook.get_sheet_by_name(title), title, part)
    except (CalamineError, ElementTree.ParseError, KeyError):
        raise damaged(name) from None
    return book


def _take(book: Book, told: CalamineSheet, title: str, part: bytes) -> None:
    if title.startswith(README):
        return
    sheets = {str(sheet.title): sheet for sheet in SHEETS.values()}
    sheet = sheets.get(tidy(title))
    if sheet is None:
        _unknown_sheet(book, title, sheets)
        return
    page = Page(sheet)
    rows: list[Sequence[object]] = [list(row) for row in told.iter_rows()]
    if rows:
        _head(book, page, rows[0], title)
    spoilt = _formulas(book, page, title, part) | _merged(book, told, title)
    for number, row in enumerate(rows[1:], start=2):
        cells = {code: _cell(row, letter) for code, letter in page.letters.items()}
        for code, letter in page.letters.items():
            if f"{letter}{number}" in spoilt:
                cells[code] = SPOILT
        if any(cell is not SPOILT and str(cell).strip() for cell in cells.values()):
            page.lines.append(Line(number, cells))
    if rows and sheet.code not in book.doubtful:
        book.pages[sheet.code] = page


SPOILT = object()
"""Stands for a cell of which something was said already."""


def _unknown_sheet(book: Book, title: str, sheets: dict[str, Sheet]) -> None:
    said = Sentence(gettext_lazy("没有叫“%(title)s”的表"), {"title": title})
    found = guessed(said, gettext_lazy("请改成模板里的表名，或在名称前加“说明”。"), title, sheets)
    book.findings.append(Finding(title, "A1", found))
    if "meant" in found.values:
        book.doubtful.add(sheets[str(found.values["meant"])].code)


def _head(book: Book, page: Page, row: Sequence[object], title: str) -> None:
    """Which column of the file is which of the sheet: the first line of each cell of its first row."""
    columns = page.sheet.by_title
    wrong: list[Finding] = []
    meant: set[str] = set()
    for place, cell in enumerate(row):
        written = tidy(str(cell)).partition("\n")[0].strip().rstrip("*＊")
        letter = letters(place)
        column = columns.get(written)
        if not written:
            continue
        if column is None:
            missing = [name for name, one in columns.items() if one.code not in page.letters]
            said = Sentence(gettext_lazy("没有叫“%(written)s”的列"), {"written": written})
            found = guessed(said, gettext_lazy("请改成模板里的列名，或删去这一列。"), written, missing)
            wrong.append(Finding(title, f"{letter}1", found))
            meant.add(str(found.values.get("meant", "")))
        elif column.code in page.letters:
            said = Sentence(gettext_lazy("“%(written)s”这一列有两个。请删去一个。"), {"written": written})
            wrong.append(Finding(title, f"{letter}1", said))
        else:
            page.letters[column.code] = letter
    absent = [column for column in page.sheet.columns if column.required and column.code not in page.letters]
    for column in absent:
        if str(column.title) not in meant:
            said = Sentence(gettext_lazy("少了“%(column)s”这一列。请补上。"), {"column": column.title})
            wrong.append(Finding(title, "A1", said))
    if absent:
        book.doubtful.add(page.sheet.code)
    book.findings += wrong


def _formulas(book: Book, page: Page, title: str, part: bytes) -> set[str]:
    """The cells that hold a formula: what it comes to elsewhere nobody knows."""
    found = [place.decode() for place in _FORMULA.findall(part)]
    ours = set(page.letters.values())
    for place in found:
        if place.rstrip("0123456789") in ours and not place.endswith("A1"):
            said = Sentence(gettext_lazy("是公式。请把公式换成它的值（复制，再“只粘贴数值”）。"))
            book.findings.append(Finding(title, place, said))
    return set(found)


def _merged(book: Book, told: CalamineSheet, title: str) -> set[str]:
    """The cells of merged ranges, of which a file keeps only the first."""
    spoilt: set[str] = set()
    for (top, left), (bottom, right) in told.merged_cell_ranges or []:
        place = f"{letters(left)}{top + 1}"
        said = Sentence(
            gettext_lazy("到%(last)s是合并单元格。请取消合并，每一格都填上。"),
            {"last": f"{letters(right)}{bottom + 1}"},
        )
        book.findings.append(Finding(title, place, said))
        spoilt |= {
            f"{letters(column)}{row + 1}"
            for row in range(top, min(bottom, top + 1000) + 1)
            for column in range(left, min(right, left + 100) + 1)
        }
    return spoilt


def _cell(row: Sequence[object], letter: str) -> object:
    place = _place(letter)
    return row[place] if place < len(row) else ""


def letters(place: int) -> str:
    """0 → A, 26 → AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def _place(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The part of the package that holds each sheet, by its title."""
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    listed = ElementTree.fromstring(package.read("xl/workbook.xml"))
    known = set(package.namelist())
    found = {}
    for sheet in listed.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_LINK, ""), "").lstrip("/")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in known:
            found[sheet.get("name", "")] = part
    return found
