"""Write the set-up into one workbook: a sheet for each kind of row, with its titles, its lists to choose from, and
the pages that explain it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext_lazy, override
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from onedoor.setup.book import README, letters
from onedoor.setup.columns import Choice, Column, Day, Degrees, Number, Ref, Words, YesNo
from onedoor.setup.sentences import LANGUAGES
from onedoor.setup.sheet import FILE_LANGUAGE, Sheet
from onedoor.setup.sheets import SHEETS
from onedoor.setup.state import State

Progress = Callable[[int, int], None]

_LINES = 5000  # lines of a sheet that get a list to choose from
_LONGEST_LIST = 255  # characters a list in a cell may have

RULES = (
    gettext_lazy("一行一条。表名和列名不要改；列的先后可以换，不用的列可以删。带＊的列必填。"),
    gettext_lazy("按代码（或代码加启用日期）认行：代码一样就是改，没有的就是新加。"),
    gettext_lazy("表里没有的行保持原样，不会删。要停用，在“停用”里填“是”，或填截止日期。"),
    gettext_lazy("先试导入，看清要改什么，再导入。有一处错就一行也不写，每一处都说明在哪一格、怎么改。"),
    gettext_lazy("日期写成2026-03-01。几个值放在一格里，用、隔开。代码列已设成文本，前面的0不会丢。"),
)


def workbook(state: State, *, empty: bool = False, progress: Progress = lambda done, total: None) -> bytes:
    """The set-up of a county as an XLSX file; ``empty`` leaves the rows out: a template to fill in."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book, override(FILE_LANGUAGE):
        looks = _Looks(book)
        _explain(book.add_worksheet(README), looks)
        for number, sheet in enumerate(SHEETS.values(), start=1):
            _sheet(book.add_worksheet(str(sheet.title)), sheet, None if empty else state, looks)
            progress(number, len(SHEETS))
    return made.getvalue()


def counts(state: State) -> dict[str, int]:
    """How many rows each sheet has."""
    return {code: len(state.rows(sheet)) for code, sheet in SHEETS.items()}


class _Looks:
    """How cells look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        head = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE8E8", "bottom": 1, "num_format": "@"}
        self.head: Format = book.add_format(head)
        self.needed: Format = book.add_format(head | {"bg_color": "#B7D3D3"})
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.text: Format = book.add_format({"num_format": "@", "valign": "top"})
        self.long: Format = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.plain: Format = book.add_format({"valign": "top"})

    def of(self, column: Column) -> Format:
        if isinstance(column, Day):
            return self.day
        if isinstance(column, Number | Degrees):
            return self.plain
        return self.long if column.width >= 50 or isinstance(column, Words) else self.text


def _sheet(page: Worksheet, sheet: Sheet, state: State | None, looks: _Looks) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, looks.of(column))
        page.write_string(0, place, heading(column), looks.needed if column.required else looks.head)
        _offer(page, place, column)
    page.set_row(0, 32)
    page.freeze_panes(1, len(sheet.key) if len(sheet.key) < 3 else 1)
    rows = state.rows(sheet).values() if state else ()
    for line, kept in enumerate(rows, start=1):
        for place, column in enumerate(sheet.columns):
            _write(page, line, place, column.cell(kept.values[column.code]), looks)
    page.autofilter(0, 0, max(len(rows), 1), len(sheet.columns) - 1)


def heading(column: Column) -> str:
    """The title of a column with a mark where it must be filled in, and its English on a second line."""
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(str(column.title))
    star = "＊" if column.required else ""
    return "\n".join(dict.fromkeys([said[0] + star, *(said[1:] if said[1] != said[0] else [])]))


def _write(page: Worksheet, line: int, place: int, value: object, looks: _Looks) -> None:
    if isinstance(value, date):
        page.write_datetime(line, place, value, looks.day)
    elif isinstance(value, int | float):
        page.write_number(line, place, value)
    elif value:
        page.write_string(line, place, str(value))


def _offer(page: Worksheet, place: int, column: Column) -> None:
    """A list to choose from, and a hint, for every line to come. What is not in the list may be written all the same:
    the import says better what is wrong."""
    told: dict[str, object] = {"error_type": "information", "ignore_blank": True}
    hint = f"{column.hint}{column.fill}"
    if hint:
        told |= {"input_title": str(column.title)[:32], "input_message": hint[:255]}
    names = [str(name) for _code, name in column.choices]
    if isinstance(column, Choice | YesNo) and len(",".join(names)) <= _LONGEST_LIST:
        told |= {"validate": "list", "source": names}
    elif isinstance(column, Ref):
        to = str(SHEETS[column.to[0]].title)
        told |= {"validate": "list", "source": f"='{to}'!${letters(0)}$2:${letters(0)}${_LINES}"}
    elif isinstance(column, Day):
        told |= {"validate": "date", "criteria": ">=", "value": date(1970, 1, 1)}
    else:
        told |= {"validate": "any"}
    if told["validate"] != "any" or hint:
        page.data_validation(1, place, _LINES, place, told)


def _explain(page: Worksheet, looks: _Looks) -> None:
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 16)
    page.set_column(2, 2, 90)
    page.write_string(0, 0, str(gettext_lazy("一扇门设置表")), looks.title)
    line = 1
    for rule in RULES:
        line = _both(page, line, "", "", rule, looks)
    for sheet in SHEETS.values():
        line += 1
        line = _both(page, line, sheet.title, "", sheet.about, looks)
        for column in sheet.columns:
            line = _both(page, line, "", heading(column).partition("\n")[0], about(column), looks)


def about(column: Column) -> str:
    """What a column may hold, in a sentence or two."""
    names = [str(name) for _code, name in column.choices]
    parts = [str(column.hint), str(column.fill)]
    if isinstance(column, YesNo):
        return "".join(parts)
    if names and len(names) <= 30:
        parts.append(str(gettext_lazy("可以填：%(names)s。")) % {"names": "、".join(names)})
    if isinstance(column, Ref):
        parts.append(str(gettext_lazy("填“%(sheet)s”表里的代码。")) % {"sheet": SHEETS[column.to[0]].title})
    return "".join(parts)


def _both(page: Worksheet, line: int, first: object, second: object, words: object, looks: _Looks) -> int:
    """A line of the explanation, and under it the same in English where it differs."""
    page.write_string(line, 0, str(first))
    page.write_string(line, 1, str(second))
    page.write_string(line, 2, str(words), looks.wrapped)
    with override("en"):
        english = str(words)
    if english == str(words) or isinstance(words, str):
        return line + 1
    page.write_string(line + 1, 2, english, looks.wrapped)
    return line + 2
