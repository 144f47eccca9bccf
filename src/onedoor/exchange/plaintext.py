"""Rows and records of text files: CSV and JSON lines, in the encodings people really send."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.core.refusal import Refused
from onedoor.core.sentence import Sentence
from onedoor.exchange.feed import Feed
from onedoor.exchange.records import Record, check_columns

LONGEST_LINE = 1_000_000  # characters of one JSON line
_LONG = gettext_lazy("第%(line)s行超过%(limit)s个字符。请检查是否少了换行。")
_TWICE = gettext_lazy("第%(line)s行的“%(column)s”写了两次，分不清哪个是真的。请只留一个。")
_BROKEN = gettext_lazy("第%(line)s行不是正确的JSON对象。请检查引号、逗号和括号，一行只写一个对象。")
_UNKNOWN = gettext_lazy("第%(line)s行有来源说明没有提到的列“%(column)s”。请写进来源说明的columns或ignored。")

_PIECE = 1 << 20
_HAN = re.compile("[\u4e00-\u9fff]")
# GB18030 text read as UTF-8 breaks off within its first few characters; this many Chinese characters prove UTF-8.
_PROOF = 8


class Encoding(NamedTuple):
    """How the bytes are to be read, and what becomes of a damaged byte."""

    name: str
    errors: str


def csv_rows(path: Path, feed: Feed) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows with the numbers a spreadsheet shows: a cell of several lines is still one row.

    Raises Refused at a quotation mark that has no partner: what follows it cannot be told apart.
    """
    with _opened(path, feed, newline="") as file:
        reader = csv.reader(file, delimiter=feed.file.delimiter, strict=True)
        line = 0
        try:
            for line, cells in enumerate(reader, start=1):  # noqa: B007 (named in the refusal)
                yield line, cells
        except csv.Error:
            raise Refused(
                _("“%(file)s”从第%(line)s行起读不下去：引号没有配对，或一格太长。请改好后重新导入。")
                % {"file": path.name, "line": line + 1},
                field="file",
            ) from None


def json_records(path: Path, feed: Feed) -> Iterator[Record]:
    """One record per line that holds an object. A key that is not there is an empty cell.

    Raises Refused when the first object lacks a required key or the file is not made of lines.
    """
    with _opened(path, feed, newline="\n") as file:
        begun = checked = False
        for line, text in enumerate(_lines(file), start=1):
            if not text.strip():
                continue
            if not begun and text.lstrip().startswith("["):
                raise Refused(
                    _("“%(file)s”是一整个JSON数组。请改成每行一个对象的JSONL后再导入。") % {"file": path.name},
                    field="file",
                )
            begun = True
            record = _json_record(line, text, feed)
            if not checked and isinstance(record, dict):
                wanted = [column for field in feed.required for column in feed.sources[field]]
                check_columns(list(record), feed, name=path.name, wanted=wanted)
                checked = True
            yield record if isinstance(record, Record) else _recorded(line, record, feed)


def _lines(file: TextIO) -> Iterator[str]:
    """Each line, cut off one character after the longest allowed, so that no line fills the memory."""
    while line := file.readline(LONGEST_LINE + 1):
        rest = line
        while rest and not rest.endswith("\n"):
            rest = file.readline(LONGEST_LINE)
        yield line


def _json_record(line: int, text: str, feed: Feed) -> dict[str, object] | Record:
    if len(text) > LONGEST_LINE:
        return Record(line, {}, Sentence(_LONG, {"line": line, "limit": LONGEST_LINE}))
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except _Doubled as doubled:
        return Record(line, {}, Sentence(_TWICE, {"line": line, "column": doubled.args[0][:40]}))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return Record(line, {}, Sentence(_BROKEN, {"line": line}))
    return {str(key).strip(): cell for key, cell in value.items()}


def _recorded(line: int, found: dict[str, object], feed: Feed) -> Record:
    cells = {column: found.get(column) for column in feed.used}
    known = {*feed.used, *feed.ignored}
    if strange := [column for column in found if column not in known]:
        return Record(line, cells, Sentence(_UNKNOWN, {"line": line, "column": strange[0][:40]}))
    return Record(line, cells)


class _Doubled(Exception):
    """A key that stands twice in one object."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Doubled(key)
        found[key] = value
    return found


def _opened(path: Path, feed: Feed, *, newline: str) -> TextIO:
    encoding = encoding_of(path, feed.file.encoding)
    return path.open(encoding=encoding.name, errors=encoding.errors, newline=newline)


def encoding_of(path: Path, named: str = "auto") -> Encoding:
    """UTF-8 with or without its mark, or GB18030. Where the feed names none, a damaged byte of a UTF-8 file spoils
    only its own row.

    Raises Refused for anything else.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused(
            _("“%(file)s”其实是Excel工作簿。请把扩展名改成.xlsx，或另存为CSV（UTF-8）后再导入。") % {"file": path.name},
            field="file",
        )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _unknown(path.name)
    utf8 = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    if named != "auto":
        return _as_named(path, utf8 if named == "utf-8" else named)
    proof = _read_as(path, utf8)
    if proof is None:
        return Encoding(utf8, "strict")
    if proof >= _PROOF or utf8 == "utf-8-sig":
        return Encoding(utf8, "surrogateescape")
    if _read_as(path, "gb18030") is None:
        return Encoding("gb18030", "strict")
    raise _unknown(path.name)


def _as_named(path: Path, encoding: str) -> Encoding:
    if _read_as(path, encoding) is None:
        return Encoding(encoding, "strict")
    with path.open("rb") as file:
        decoder = codecs.getincrementaldecoder(encoding)()
        for line, written in enumerate(file, start=1):  # noqa: B007 (named in the refusal)
            try:
                decoder.decode(written)
            except UnicodeDecodeError:
                break
    raise Refused(
        _("“%(file)s”第%(line)s行不是%(encoding)s编码。请另存为这种编码，或改来源说明的encoding，然后重新导入。")
        % {"file": path.name, "line": line, "encoding": "GB18030" if encoding == "gb18030" else "UTF-8"},
        field="file",
    )


def _read_as(path: Path, encoding: str) -> int | None:
    """None when every byte can be read so; else how many Chinese characters came before the first that cannot."""
    seen = 0
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return seen + len(_HAN.findall(error.object[: error.start].decode(encoding, errors="ignore")))
            if seen < _PROOF:
                seen += len(_HAN.findall(text))
            if not piece:
                return None


def _unknown(name: str) -> Refused:
    return Refused(
        _("认不出“%(file)s”的文字编码。请用Excel或记事本另存为UTF-8编码的文件后再导入。") % {"file": name}, field="file"
    )
