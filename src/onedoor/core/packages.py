"""Look at an XLSX package before it is read: what could harm the reader is refused unread."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from zlib import error as DeflateError

from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused

LARGEST = 200 * 1024 * 1024  # bytes, unpacked
SMALL = 20 * 1024 * 1024  # bytes; below this no compression ratio can do harm
STEEPEST = 100  # unpacked bytes per packed byte; sheets of text stay near 5
MOST_CELLS = 16_000_000  # rows × columns: the reader makes room for every cell of the rectangle, filled or not

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 1 << 20
_PLACE = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<>]*?\br\s*=\s*[\"']([A-Z]{0,3})([0-9]+)[\"']")
# The reader makes room for as many entries as such an attribute promises, and dies of a false one.
_PROMISE = re.compile(rb"<[\w:]+\s[^<>]*?[cC]ount\s*=\s*[\"'][0-9]{8,}")
_OVERLAP = 4096


def check_package(path: Path) -> None:
    """Raises Refused when the file is no workbook, is locked, is damaged, or would unpack to more than memory should
    hold."""
    with path.open("rb") as file:
        head = file.read(8)
        if head == _OLE:
            raise _locked(path.name) if _ENCRYPTED in head + file.read(LARGEST) else _old(path.name)
    if not zipfile.is_zipfile(path):
        raise Refused(
            _("“%(file)s”不是真正的Excel工作簿。请用Excel或WPS打开，另存为.xlsx后再导入。") % {"file": path.name},
            field="file",
        )
    try:
        with zipfile.ZipFile(path) as package:
            if "xl/workbook.xml" not in package.namelist():
                raise damaged(path.name)
            _check_sizes(package, path)
            for member in package.infolist():
                _check_member(package, member, path.name)
    except (zipfile.BadZipFile, DeflateError, EOFError, NotImplementedError, RuntimeError):
        raise damaged(path.name) from None


def _check_sizes(package: zipfile.ZipFile, path: Path) -> None:
    unpacked = sum(member.file_size for member in package.infolist())
    if unpacked > LARGEST or (unpacked > SMALL and unpacked > STEEPEST * path.stat().st_size):
        raise Refused(
            _("“%(file)s”解压后有%(size)sMB，超出上限或压缩得不正常，没有读取。请分成几个小文件，或另存为CSV后再导入。")
            % {"file": path.name, "size": unpacked // 1024**2},
            field="file",
        )


def _check_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """Unpack once: a size that lies fails its checksum, and a cell far out makes the sheet larger than memory."""
    lowest, rightmost, tail = 1, 1, b""
    with package.open(member) as stream:
        while piece := stream.read(_PIECE):
            piece = tail + piece
            if _PROMISE.search(piece):
                raise damaged(name)
            for place in _PLACE.finditer(piece):
                lowest = max(lowest, int(place[2][:9]))
                rightmost = max(rightmost, _column(place[1]))
            tail = piece[-_OVERLAP:]
    if lowest * rightmost > MOST_CELLS:
        raise Refused(
            _(
                "“%(file)s”的表格一直延伸到第%(row)s行、第%(column)s列，超出上限。请删去数据以外的单元格，或另存为CSV后再导入。"
            )
            % {"file": name, "row": lowest, "column": rightmost},
            field="file",
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _locked(name: str) -> Refused:
    return Refused(_("“%(file)s”有密码保护，读不了。请去掉密码另存后再导入。") % {"file": name}, field="file")


def _old(name: str) -> Refused:
    return Refused(_("“%(file)s”是旧版的.xls格式。请用Excel或WPS另存为.xlsx后再导入。") % {"file": name}, field="file")


def damaged(name: str) -> Refused:
    """What to say of a workbook that cannot be read."""
    return Refused(
        _("“%(file)s”已损坏，或者不是Excel工作簿。请重新导出，或用Excel打开后另存为.xlsx。") % {"file": name},
        field="file",
    )
