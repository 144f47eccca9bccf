"""Where the set-up's changes stand on the record."""

from __future__ import annotations

import hashlib
import re

from onedoor.setup.sheet import Key, Sheet

WORKBOOK = "setup:workbook"
"""The chain of imports and exports; whoever changes the set-up locks it first."""

_CODE = re.compile(r"[\x21-\x7e]{1,80}")


def chain_of(sheet: Sheet) -> str:
    """``setup:units``."""
    return f"setup:{sheet.code}"


def key_on_record(key: Key) -> str:
    """The key as the record has it: codes apart by strokes, a digest where they hold more than codes."""
    told = "|".join(key)
    return told if _CODE.fullmatch(told) else f"sha256:{hashlib.sha256(told.encode()).hexdigest()[:32]}"
