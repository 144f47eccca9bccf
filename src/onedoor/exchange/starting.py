"""The beginning of a feed for a file nobody has described: its columns, forms of time, encoding and codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.exchange import plaintext, workbook
from onedoor.exchange.feed import Feed, FileHints
from onedoor.exchange.fields import CHOICES, INDISPENSABLE, TIMES, Field
from onedoor.exchange.guessing import Column, columns
from onedoor.exchange.reading import KINDS

_DELIMITERS = (",", "\t", ";", "|")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CHANNELS = {
    "hotline": "电话|热线|phone|call", "web": "网|web|internet|online|api", "letter": "来信|信件|邮|mail|letter",
    "window": "窗口|来访|走访|walk|counter|in person", "qr": "扫码|qr", "grid": "网格", "police": "110|警",
    "petition": "信访", "upper": "上级|交办|转办", "board": "留言|board",
}  # fmt: skip


def start(path: Path, *, sheet: str = "") -> str:
    """TOML for this file, to be completed by somebody who knows it. No cell of a column that may name people is shown.

    Raises Refused where the file cannot be read as a table.
    """
    hints, header, rows = _table(path, sheet)
    found = columns(header, rows)
    fields = {column.field: column for column in found if column.field}
    pairs: tuple[tuple[Field, Field], ...] = (("reply", "replied_at"), ("lon", "lat"))
    for pair in pairs:
        if not set(pair) <= fields.keys():
            for name in pair:
                _drop(fields, name)
    unused = [column.name for column in found if column.field is None and column.name]
    return "\n".join(chain(_head(path, hints, fields, unused), _columns(fields), _tables(fields), _rest(found))) + "\n"


def _drop(fields: dict[Field, Column], name: Field) -> None:
    if name in fields:
        fields.pop(name).field = None


def _table(path: Path, sheet: str) -> tuple[FileHints, list[str], Iterator[Sequence[object]]]:
    kind = KINDS.get(path.suffix.lower())
    if kind is None or not path.is_file():
        raise Refused(
            _("找不到文件“%(file)s”，或者它不是.xlsx、.csv、.jsonl。请检查路径，或另存为其中一种。")
            % {"file": path.name},
            field="file",
        )
    if kind == "jsonl":
        return _of_objects(path)
    encoding = plaintext.encoding_of(path).name if kind == "csv" else ""
    hints = FileHints(kinds=[kind], sheet=sheet, delimiter=_delimiter(path, encoding) if encoding else ",")
    feed = Feed.model_construct(file=hints)
    lines = plaintext.csv_rows(path, feed) if kind == "csv" else workbook.rows(path, feed)
    filled = (cells for _line, cells in lines if any(str(cell or "").strip() for cell in cells))
    header = [str(cell or "").strip() for cell in next(filled, [])]
    if not any(header):
        raise Refused(_("文件“%(file)s”里没有内容，请检查是否选错了文件。") % {"file": path.name}, field="file")
    return hints, header, filled


def _of_objects(path: Path) -> tuple[FileHints, list[str], Iterator[Sequence[object]]]:
    objects = []
    with path.open(encoding=plaintext.encoding_of(path).name, errors="replace") as file:
        for line in file:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                objects.append(value)
    header = list(dict.fromkeys(str(key) for one in objects for key in one))
    if not header:
        raise Refused(_("文件“%(file)s”里没有内容，请检查是否选错了文件。") % {"file": path.name}, field="file")
    return FileHints(kinds=["jsonl"]), header, ([one.get(key) for key in header] for one in objects)


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        line = next((line for line in file if line.strip()), "")
    return max(_DELIMITERS, key=line.count)


def _head(path: Path, hints: FileHints, fields: dict[Field, Column], unused: list[str]) -> Iterator[str]:
    name = re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-")[:32]
    name = name if re.match(r"[a-z]", name) else f"feed-{name}".rstrip("-")[:32]
    yield "# " + _("由./onedoor feeds start猜出，请逐行核对。每个键的意思见docs/reference/feed-file.md。")
    yield f"name = {_quoted(name)}"
    if "channel" not in fields:
        yield "# " + _("整个文件来自哪个渠道：%(known)s") % {"known": _("、").join(CHOICES["channel"])}
        yield 'channel = "web"'
    yield "# " + _("时间没有写时区时，是哪里的钟")
    yield 'timezone = "Asia/Shanghai"'
    yield f"required = [{', '.join(_quoted(field) for field in INDISPENSABLE)}]"
    yield "# " + _("不要的列，写明才不会漏掉新添的列；要用的，挪到[columns]或[joined]")
    yield f"ignored = [{', '.join(_quoted(name) for name in unused)}]"
    yield from ("", "[title]", f"zh = {_quoted(path.stem)}", f"en = {_quoted(path.stem)}", "", "[file]")
    yield f"kinds = [{', '.join(_quoted(kind) for kind in hints.kinds)}]"
    if hints.sheet:
        yield f"sheet = {_quoted(hints.sheet)}"
    if hints.delimiter != ",":
        yield f"delimiter = {_quoted(hints.delimiter)}"
    if "xlsx" not in hints.kinds:
        encoding = plaintext.encoding_of(path).name
        yield f"encoding = {_quoted('gb18030' if encoding == 'gb18030' else 'utf-8')}"


def _columns(fields: dict[Field, Column]) -> Iterator[str]:
    yield from ("", "[columns]")
    for field, column in fields.items():
        yield f"{field} = {_quoted(column.name)}"
    for field in INDISPENSABLE:
        if field not in fields:
            yield f"# {field} = " + _("没有认出来，必须写：列名；没有正文的，用[joined]拼出text")
    yield from ("", "[formats]")
    for field in TIMES:
        if field in fields:
            column = fields[field]
            yield f"{field} = [{', '.join(_quoted(form) for form in column.forms)}]"
            if any(form.startswith(("%m/%d", "%d/%m")) for form in column.forms):
                yield "# " + _("请核对：月在前还是日在前，单看数字不一定分得出")


def _tables(fields: dict[Field, Column]) -> Iterator[str]:
    for field in ("channel", "urgency"):
        if field in fields:
            yield from ("", f"[codes.{field}]")
            yield "# " + _("左边是文件里的值，右边是我们的代码：%(known)s。带问号的请填好") % {
                "known": _("、").join(CHOICES[field])
            }
            for value, count in fields[field].values.most_common():
                yield f"{_key(value)} = {_quoted(_ours(field, value))}  # {count}"


def _ours(field: Field, value: str) -> str:
    if field == "channel":
        return next((ours for ours, words in _CHANNELS.items() if re.search(words, value, re.I)), "?")
    return "?"


def _rest(found: list[Column]) -> Iterator[str]:
    """Every column with what it holds, as a comment."""
    yield ""
    yield "# " + _("文件里的列：有值的行数，不同的值；可能涉及个人的不列出内容")
    for column in found:
        told = f"{column.filled}, {len(column.values)}"
        if column.forms and not column.personal:
            told += f", {' | '.join(column.forms)}"
        elif column.few and not column.personal:
            told += ": " + " | ".join(value for value, _count in column.values.most_common())
        yield f"# {column.name or '—'}: {told}"[:400]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else _quoted(text)
