"""A file of labelled texts as examples: CSV with a header, UTF-8 or GB 18030; labels are items by code or name."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from django.utils.translation import gettext as _

from onedoor.catalogue.queries import catalogue
from onedoor.core.refusal import Refused
from onedoor.dispatch.history import Taught, enough
from onedoor.dispatch.model.examples import Example

_ENCODINGS = ("utf-8-sig", "gb18030")


def read(path: Path, *, text_column: str, label_column: str, county: str, each: int) -> Taught:
    """The lines of the file whose label is an item of the county's catalogue; other labels are named with how many
    lines they have, and so are items with fewer than ``each`` lines.

    Raises Refused where the file cannot be read or lacks a column.
    """
    rows = csv.DictReader(io.StringIO(_content(path), newline=""))
    for column in (text_column, label_column):
        if column not in (rows.fieldnames or ()):
            raise Refused(
                _("%(path)s里没有“%(column)s”这一列。有的是：%(columns)s。")
                % {"path": path, "column": column, "columns": _("、").join(rows.fieldnames or ())}
            )
    items = catalogue(county).items
    codes = {item.name: code for code, item in items.items()} | {code: code for code in items}
    found: list[Example] = []
    unknown: Counter[str] = Counter()
    for row in rows:
        text, label = ((row[column] or "").strip() for column in (text_column, label_column))
        if label not in codes:
            unknown[label] += 1
        elif text:
            found.append(Example(text, codes[label]))
    return enough(found, each=each, unknown=dict(unknown.most_common()), source=path.name)


def _content(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(_("读不了%(path)s：%(why)s。请检查文件。") % {"path": path, "why": error.strerror}) from error
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("文件不是UTF-8，也不是GB18030编码。请另存为UTF-8的CSV，再试一次。"), field="file")
