"""Have a file looked at for malware before it is kept, where the operator runs ClamAV (恶意代码防范, GB/T 22239
8.1.4.5)."""

from __future__ import annotations

import socket
import struct

from django.conf import settings
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused

_CHUNK = 64 * 1024
_WAIT = 30.0  # seconds


def scan(content: bytes) -> None:
    """Does nothing where no scanner is set up. Raises Refused when it found something, and when it cannot be asked:
    what nobody looked at is not kept."""
    if not settings.ONEDOOR_CLAMAV:
        return
    try:
        answer = _asked(settings.ONEDOOR_CLAMAV, content)
    except (OSError, UnicodeDecodeError):
        answer = ""
    if answer.endswith(" FOUND"):
        raise Refused(_("杀毒软件认为这个文件有毒，没有收下。请换一个文件。"), field="files")
    if answer != "stream: OK":
        raise Refused(_("现在查不了毒，文件没有收下。文字照常能存，请过一会儿再传文件。"), field="files")


def _asked(where: tuple[str, int], content: bytes) -> str:
    """What the scanner says, by its INSTREAM command: pieces with their length before them, an empty one last."""
    with socket.create_connection(where, timeout=_WAIT) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            piece = content[start : start + _CHUNK]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        told = b""
        while part := line.recv(4096):
            told += part
        return told.decode().strip("\0 \n")
