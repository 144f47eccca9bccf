"""Letters as lines of JSON in a file, for a gateway that picks them up."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

from django.conf import settings

from onedoor.notices.providers.letter import Letter

NAME = "letters.jsonl"


class File:
    """Appends a letter as one line to ``letters.jsonl`` in ONEDOOR_NOTICE_FOLDER, readable by its owner only.

    The line is on the disk when this returns. Whoever reads the file knows a repeat by its ``key``.
    """

    def send(self, letter: Letter, key: str) -> None:
        folder = settings.ONEDOOR_NOTICE_FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        line = json.dumps({"key": key, **asdict(letter)}, ensure_ascii=False).encode() + b"\n"
        handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(handle).st_size
            # What a full disk or a power cut left of a line stays a line of its own.
            torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            if os.write(handle, b"\n" + line if torn else line) < len(line):
                raise OSError(f"only part of the letter could be written to {folder / NAME}")
            os.fsync(handle)
        finally:
            os.close(handle)
