"""Notices keep codes: whom a message is for, and what about. Text and address stand only in a letter that left."""

from __future__ import annotations

import json
import os

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import Traces, impersonal, kept_in_files
from onedoor.notices.providers.file import NAME

impersonal(
    "notices.Message", "subject", "kind", "to", "box", "facts", "channel", "state", "read_by", "key",
    why=_("代码；文字和地址在发出时现取"),
)  # fmt: skip
impersonal("notices.Pace", "to", "left", why=_("代码和时刻"))
impersonal("notices.Reading", "member", why=_("代码"))
impersonal("notices.Wording", "kind", "language", "text", why=_("消息模板"))


@kept_in_files
def letters(traces: Traces) -> int:
    """Blank out, where they stand, the letters to this person that the file provider wrote. The file keeps its length:
    the worker may append and a gateway may read it meanwhile."""
    path = settings.ONEDOOR_NOTICE_FOLDER / NAME
    if not path.exists():
        return 0
    found = 0
    with path.open("r+b") as file:
        place = 0
        for line in file.read().splitlines(keepends=True):
            if traces.names(_told(line)):
                os.pwrite(file.fileno(), b" " * (len(line) - 1), place)
                found += 1
            place += len(line)
        os.fsync(file.fileno())
    return found


def _told(line: bytes) -> str:
    """What a line says; of one that was torn, what is left of it."""
    try:
        return " ".join(map(str, json.loads(line).values()))
    except (ValueError, AttributeError):
        return line.decode(errors="replace")
