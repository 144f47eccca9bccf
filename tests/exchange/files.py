"""Files as people send them, and what reading them says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import xlsxwriter

from onedoor.core.refusal import Refused
from onedoor.exchange.feed import Feed
from onedoor.exchange.reading import read
from onedoor.exchange.rows import Reject, Repeat, Row

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
FEED = Feed.load("replies")
HEADER = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
GOOD = ["1", "A1", "路灯", "2019/2/28 11:25:05", "路灯坏了。", "已修好。", "2019-03-08 17:31:20"]


def changed(**cells: object) -> list[object]:
    """The good row with some cells (by field) put otherwise."""
    places = {field: HEADER.index(column) for field, column in FEED.columns.items()}
    row: list[object] = list(GOOD)
    for field, cell in cells.items():
        row[places[field]] = cell  # type: ignore[index]
    return row


def as_csv(folder: Path, rows: Iterable[Sequence[object]], *, encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path = folder / "file.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(folder: Path, rows: Iterable[Sequence[object]], *, sheets: Sequence[str] = ("Sheet1",)) -> Path:
    path = folder / "file.xlsx"
    rows = list(rows)
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(line, place, cell, moment)
                    elif isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(line, place, cell)
                    else:
                        sheet.write(line, place, cell)
    return path


def as_jsonl(folder: Path, rows: Iterable[Sequence[object]]) -> Path:
    header, *rest = rows
    path = folder / "file.jsonl"
    lines = (json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) for row in rest)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def only(path: Path, feed: Feed = FEED) -> Row | Repeat | Reject:
    (found,) = read(path, feed, at=NOW)
    return found


def refusal(path: Path, feed: Feed = FEED) -> str:
    with pytest.raises(Refused) as refused:
        list(read(path, feed, at=NOW))
    return str(refused.value)


def lacking(sentence: str, said: Iterable[str]) -> list[str]:
    return [word for word in said if word not in sentence]
