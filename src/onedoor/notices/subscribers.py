"""What leaves the house, one delivery per message."""

from __future__ import annotations

from datetime import datetime

from onedoor.core.events import Notice, subscribe
from onedoor.notices.actions import sending


@subscribe(name=sending.SEND, outside=True)
def send(notice: Notice, now: datetime) -> None:
    """Send one message, unless it was sent, gathered or withheld meanwhile. It emits nothing: a letter that cannot be
    delivered makes no further message."""
    sending.send(notice.payload["message"], county=notice.county, at=now)
