"""Look through a whole file before its first row is taken, so that a file which is wrong changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.exchange import plaintext
from onedoor.exchange.feed import Feed
from onedoor.exchange.formulas import calculated
from onedoor.exchange.reading import kind_of

_STEP = 10_000  # rows between two words of progress


def survey(path: Path, feed: Feed, *, step: Callable[[int], None] = lambda rows: None) -> None:
    """Read a CSV file to its end; a workbook and the encoding of any file are looked through when they are opened.
    ``step`` is told how many rows have been looked at.

    Raises Refused at a quotation mark without a partner, and at a cell that holds a formula unless the feed takes it
    for words.
    """
    if kind_of(path, feed) != "csv":
        return
    for line, cells in plaintext.csv_rows(path, feed):
        if line % _STEP == 0:
            step(line)
        if feed.file.formulas == "refuse" and (place := calculated(cells)) is not None:
            raise Refused(
                _(
                    "“%(file)s”第%(line)s行第%(place)s列是公式，不是值。请在原表里把公式粘贴成值后重新导出；"
                    '如果确实是有人写的文字，请在来源说明的[file]里写formulas = "text"。'
                )
                % {"file": path.name, "line": line, "place": place + 1},
                field="file",
            )
