"""Letters on the terminal, for trying things out: who gets them is masked."""

from __future__ import annotations

import sys

from onedoor.core.privacy import masked_phone
from onedoor.notices.models import Channel
from onedoor.notices.providers.letter import Letter


class Console:
    """Prints a letter and lets it go."""

    def send(self, letter: Letter, key: str) -> None:
        sys.stdout.write(f"[{letter.channel} {_masked(letter)} {key}] {letter.title}\n    {letter.text}\n")
        sys.stdout.flush()


def _masked(letter: Letter) -> str:
    if letter.channel == Channel.SMS:
        return masked_phone(letter.address)
    return f"{letter.address[:1]}***@{letter.address.rpartition('@')[2]}"
