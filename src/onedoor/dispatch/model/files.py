"""Examples from a file: CSV (UTF-8 or GB18030), XLSX, or JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from onedoor.core.packages import check_package
from onedoor.core.refusal import Refused
from onedoor.dispatch.model.examples import Example

_ENCODINGS = ("utf-8-sig", "gb18030")
_KINDS = (".csv", ".xlsx", ".jsonl", ".ndjson")

Row = Mapping[str, object]


@dataclass(frozen=True)
class Examples:
    """The examples of a file in their order; ``wordless`` and ``unlabelled`` are the rows left out for want of a text
    or a label."""

    told: tuple[Example, ...]
    wordless: int
    unlabelled: int


def examples_of(path: Path, *, text: str, label: str) -> Examples:
    """The rows of a file by the names of its columns.

    Raises Refused for a file that is not there, cannot be read, lacks a column, or has no row left.
    """
    told, wordless, unlabelled = [], 0, 0
    for row in _checked(_rows(path), path, (text, label)):
        words, name = _plain(row.get(text)), _plain(row.get(label))
        wordless += not words
        unlabelled += bool(words) and not name
        if words and name:
            told.append(Example(words, name))
    if not told:
        raise Refused(_("“%(file)s”里没有一行同时有文字和类别。") % {"file": path.name}, field="file")
    return Examples(tuple(told), wordless, unlabelled)


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _checked(rows: Iterable[Row], path: Path, wanted: tuple[str, ...]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if not number and (missing := [name for name in wanted if name not in row]):
            raise Refused(
                _("“%(file)s”里没有名为“%(missing)s”的列，有的是：%(columns)s。")
                % {
                    "file": path.name,
                    "missing": _("、").join(missing),
                    "columns": _("、").join(str(name) for name in row if name),
                },
                field="file",
            )
        yield row


def _rows(path: Path) -> Iterator[Row]:
    if not path.is_file():
        raise Refused(_("找不到文件“%(file)s”，请检查路径。") % {"file": path.name}, field="file")
    kind = path.suffix.lower()
    if kind not in _KINDS:
        raise Refused(
            _("只能读这几种文件：%(kinds)s。“%(file)s”请另存为其中一种。")
            % {"kinds": _("、").join(_KINDS), "file": path.name},
            field="file",
        )
    try:
        if kind == ".xlsx":
            yield from _of_workbook(path)
        elif kind == ".csv":
            yield from csv.DictReader(_text(path).splitlines(keepends=True), strict=True)
        else:
            yield from _of_lines(path)
    except (OSError, csv.Error, CalamineError):
        raise Refused(
            _("读不了文件“%(file)s”，请检查它是否完好、是否有权限。") % {"file": path.name}, field="file"
        ) from None


def _text(path: Path) -> str:
    content = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("“%(file)s”的编码认不出来，请另存为UTF-8。") % {"file": path.name}, field="file")


def _of_workbook(path: Path) -> Iterator[Row]:
    """The first sheet that holds anything."""
    check_package(path)
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).iter_rows()
            if header := next(rows, None):
                names = [_plain(cell) for cell in header]
                yield from (dict(zip(names, cells, strict=False)) for cells in rows)
                return


def _of_lines(path: Path) -> Iterator[Row]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise Refused(
                _("“%(file)s”的第%(line)s行不是一个JSON对象，请一行写一个。") % {"file": path.name, "line": number},
                field="file",
            )
        yield row
