"""Files kept beside the store, encrypted (附件原件): a row names the file, the file lies in a folder of folders.

A file is on the disk, flushed, before the row that names it commits; what no row names any more is dropped by night. A
file belongs to its name: moved to another, it cannot be opened.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from onedoor.core.crypto import decrypt_bytes, encrypt_bytes

_DRAFT = ".part"


def keep(content: bytes) -> str:
    """Write the bytes encrypted, whole or not at all, and give the name they are kept under.

    Raises OSError when they cannot be written.
    """
    name = secrets.token_hex(24)
    path = _path(name)
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(name + _DRAFT)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(encrypt_bytes(content, context=_context(name)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        _flush(folder)
    return name


def read(name: str) -> bytes:
    """The bytes kept under this name. Raises OSError when they are gone, CannotDecrypt when they were altered."""
    return decrypt_bytes(_path(name).read_bytes(), context=_context(name))


def drop(name: str) -> None:
    """Take the file away; one that is gone already is no error. Raises OSError when it cannot be taken away."""
    if not name:
        return
    path = _path(name)
    path.unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        _flush(path.parent)


def kept(*, before: datetime) -> Iterator[str]:
    """The names of all files that have lain there since before this moment, those whose writing broke off as well."""
    for path in sorted(settings.ONEDOOR_FILES.glob("??/??/*")):
        with contextlib.suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                yield path.name


def _path(name: str) -> Path:
    folder: Path = settings.ONEDOOR_FILES
    if not name.removesuffix(_DRAFT).isalnum():
        raise FileNotFoundError(name)
    return folder / name[:2] / name[2:4] / name


def _context(name: str) -> str:
    return f"file.{name}"


def _flush(folder: Path) -> None:
    """Bring the folder's own list of names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
