"""A file that comes alone in a .zip."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from zlib import error as DeflateError

from django.utils.translation import gettext as _

from onedoor.core.packages import LARGEST, SMALL, STEEPEST
from onedoor.core.refusal import Refused
from onedoor.exchange.reading import KINDS

_PIECE = 1 << 20


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The file itself, or the only one that a .zip holds, for as long as the block lasts.

    Raises Refused for an archive that is damaged, locked, holds another number of files, or unpacks to more than it
    should.
    """
    if path.suffix.lower() != ".zip" or not path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="onedoor-ingest-") as folder:
        yield _extracted(path, Path(folder))


def _extracted(path: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only(archive, path)
            # Of the name inside only its ending is used: nothing is written anywhere else.
            target = folder / f"{path.stem}{PurePosixPath(member.filename).suffix.lower()}"
            with archive.open(member) as packed, target.open("wb") as file:
                written = 0
                while piece := packed.read(_PIECE):
                    written += len(piece)
                    if written > member.file_size:
                        raise _damaged(path.name)
                    file.write(piece)
    except (zipfile.BadZipFile, DeflateError, EOFError, NotImplementedError, OSError):
        raise _damaged(path.name) from None
    return target


def _only(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    members = [member for member in members if not member.filename.startswith("__MACOSX/")]
    if len(members) != 1 or PurePosixPath(members[0].filename).suffix.lower() not in KINDS:
        raise Refused(
            _("压缩包“%(file)s”里要正好有一个.xlsx、.csv或.jsonl文件，现在有%(count)s个文件。请解开后逐个导入。")
            % {"file": path.name, "count": len(members)},
            field="file",
        )
    member = members[0]
    if member.flag_bits & 1:
        raise Refused(_("压缩包“%(file)s”有密码，读不了。请解开后再导入。") % {"file": path.name}, field="file")
    if member.file_size > LARGEST or (member.file_size > SMALL and member.file_size > STEEPEST * member.compress_size):
        raise Refused(
            _("压缩包“%(file)s”解开后有%(size)sMB，超出上限或压缩得不正常，没有读取。请分成几个小文件后再导入。")
            % {"file": path.name, "size": member.file_size // 1024**2},
            field="file",
        )
    return member


def _damaged(name: str) -> Refused:
    return Refused(_("压缩包“%(file)s”已损坏，或者不是.zip。请重新压缩或解开后再导入。") % {"file": name}, field="file")
