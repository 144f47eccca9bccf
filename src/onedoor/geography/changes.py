"""A file of replaced codes: old, new, on and, where it is called otherwise, name. One line per old and new code."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.geography.actions.replacing import Change
from onedoor.geography.rows import Unusable, full

_COLUMNS = {
    "old": ("old", "旧代码", "原代码"), "new": ("new", "新代码", "现代码"), "on": ("on", "日期", "起始日期"),
    "name": ("name", "名称", "新名称"),
}  # fmt: skip


def changes_in(content: bytes) -> list[Change]:
    """The changes of a CSV file. Raises Refused with the first line that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    reader = csv.reader(io.StringIO(text))
    names = [cell.strip().lower() for cell in next(reader, [])]
    columns = {
        column: next(names.index(name) for name in known if name in names)
        for column, known in _COLUMNS.items()
        if any(name in names for name in known)
    }
    if not {"old", "new", "on"} <= columns.keys():
        raise Refused(_("第一行要写明列名：old、new、on，还可以有name。"), field="file")
    found = list(_read(reader, columns))
    if not found:
        raise Refused(_("文件是空的。请换一个文件。"), field="file")
    return found


def _read(reader: Iterator[list[str]], columns: dict[str, int]) -> Iterator[Change]:
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        told = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        try:
            day = date.fromisoformat(told["on"])
        except ValueError:
            sentence = _("第%(line)d行：日期“%(on)s”认不出来。请写成2026-01-01。")
            raise Refused(sentence % {"line": number, "on": told["on"][:20]}, field="file") from None
        try:
            old, new = full(told["old"]), full(told["new"])
        except Unusable as problem:
            sentence = _("第%(line)d行：%(sentence)s")
            raise Refused(
                sentence % {"line": number, "sentence": str(problem.words) % problem.about}, field="file"
            ) from None
        if old == new:
            sentence = _("第%(line)d行：新旧代码一样。只改名称，请用导入。")
            raise Refused(sentence % {"line": number}, field="file")
        yield Change(number, old, new, day, told.get("name", ""))
