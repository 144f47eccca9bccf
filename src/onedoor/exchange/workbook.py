"""Rows of an XLSX workbook, after looking for what could harm the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from onedoor.core.packages import check_package, damaged
from onedoor.core.refusal import Refused
from onedoor.exchange.feed import Feed
from onedoor.exchange.formulas import check_sheet


def rows(path: Path, feed: Feed) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows of the feed's sheet with the numbers a person sees beside them.

    Raises Refused when the file is no workbook, is locked, is damaged, would unpack to more than memory should hold,
    or holds a formula in place of a value.
    """
    check_package(path)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheet = _sheet(workbook, feed, path.name)
            check_sheet(path, sheet.name)
            yield from enumerate(sheet.iter_rows(), start=1)
    except CalamineError:
        raise damaged(path.name) from None


def _sheet(workbook: CalamineWorkbook, feed: Feed, name: str) -> CalamineSheet:
    wanted = feed.file.sheet
    if wanted:
        if wanted not in workbook.sheet_names:
            raise Refused(
                _("“%(file)s”里没有名为“%(sheet)s”的工作表，有的是：%(sheets)s。请改表名，或改来源说明的sheet。")
                % {"file": name, "sheet": wanted, "sheets": _("、").join(workbook.sheet_names)},
                field="file",
            )
        return workbook.get_sheet_by_name(wanted)
    sheets = [workbook.get_sheet_by_name(sheet) for sheet in workbook.sheet_names]
    filled = [sheet for sheet in sheets if sheet.height]
    if len(filled) > 1:
        raise Refused(
            _("“%(file)s”里有几张有内容的工作表：%(sheets)s。请只留一张，或在来源说明的sheet里写明读哪一张。")
            % {"file": name, "sheets": _("、").join(sheet.name for sheet in filled)},
            field="file",
        )
    if not sheets:
        raise damaged(name)
    return (filled or sheets)[0]
