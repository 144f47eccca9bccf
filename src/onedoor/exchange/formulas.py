"""Cells that hold a formula in place of a value: what the source system calculated is not in the file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused

_PIECE = 1 << 20
_BEGINNINGS = frozenset("=+-@")
# What a spreadsheet calculates: a call, a reference, arithmetic, or a command (DDE). "-5度", "+86 21…" are words.
_CALL = r"[A-Za-z_][A-Za-z0-9_.]*\([^\u0080-\U0010ffff]*\)"
_REFERENCE = r"('[^']+'|[A-Za-z0-9_]+)?!?\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_NUMBER = r"[0-9.]+"
_TERM = rf"({_CALL}|{_REFERENCE}|{_NUMBER}|\"[^\"]*\")"
_CALCULATED = re.compile(
    rf"=\s*[+-]?(?!\"[^\"]*\"$){_TERM}(\s*[-+*/&^:,<>=]\s*{_TERM})*|[+\-@]{_CALL}|[=+\-@][^|]*\|.*!.*", re.DOTALL
)

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?P<head>[^<>]*)>\s*"
    rb"(?:<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)(?P<formula>\s*))?"
    rb"(?P<value><(?:\w+:)?v>[^<]+</)?"
)
_LATER = re.compile(rb"fullCalcOnLoad\s*=\s*[\"'](1|true)")


def calculated(cells: Sequence[object]) -> int | None:
    """The place of the first cell of a CSV row that a spreadsheet would calculate, from 0."""
    for place, cell in enumerate(cells):
        if cell and cell[0] in _BEGINNINGS and _CALCULATED.fullmatch(cell.strip()):  # type: ignore[index,attr-defined]
            return place
    return None


def check_sheet(path: Path, sheet: str) -> None:
    """Raises Refused when a cell of that sheet holds a formula nobody has calculated, or shows an error."""
    with zipfile.ZipFile(path) as package:
        later = bool(_LATER.search(package.read("xl/workbook.xml")))
        for member in _members(package, sheet):
            with package.open(member) as stream:
                rest = b""
                while piece := stream.read(_PIECE):
                    piece = rest + piece
                    end = max(piece.rfind(b"</c>"), piece.rfind(b":c>")) + 4
                    _check(piece[:end], path.name, sheet, later=later)
                    rest = piece[end:]


def _check(cells: bytes, name: str, sheet: str, *, later: bool) -> None:
    for cell in _CELL.finditer(cells):
        formula, head = cell["formula"] is not None, dict(_ATTRIBUTE.findall(cell["head"]))
        kind = head.get(b"t")
        place = {"file": name, "sheet": sheet, "cell": head.get(b"r", b"?").decode("ascii", "replace")}
        if kind == b"e":
            raise Refused(
                _(
                    "“%(file)s”工作表“%(sheet)s”的%(cell)s格显示的是错误（例如#N/A），读不出值。请在原表里改好后重新导出。"
                )
                % place,
                field="file",
            )
        if formula and (later or (cell["value"] is None and kind != b"str")):
            raise Refused(
                _(
                    "“%(file)s”工作表“%(sheet)s”的%(cell)s格是没有算出结果的公式。"
                    "请用Excel或WPS打开，把公式粘贴成值，保存后重新导入。"
                )
                % place,
                field="file",
            )


def _members(package: zipfile.ZipFile, sheet: str) -> list[str]:
    """The part of the package that holds the sheet; every sheet where the package does not say which it is."""
    all_sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    try:
        relations = package.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return all_sheets
    targets = {told.get("Id"): told.get("Target", "") for told in map(_told, _RELATION.findall(relations))}
    for told in map(_told, _SHEET.findall(package.read("xl/workbook.xml"))):
        if told.get("name") == sheet:
            relation = next((value for key, value in told.items() if key.endswith(":id")), None)
            target = targets.get(relation, "").lstrip("/")
            found = target if target.startswith("xl/") else f"xl/{target}"
            return [found] if found in package.namelist() else all_sheets
    return all_sheets


def _told(tag: bytes) -> dict[str, str]:
    return {
        key.decode("ascii", "replace"): unescape(value.decode("utf-8", "replace"))
        for key, value in _ATTRIBUTE.findall(tag)
    }
