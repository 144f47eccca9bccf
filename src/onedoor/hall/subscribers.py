"""What the hall does by itself: at night the words of talks that led to no case go."""

from __future__ import annotations

from datetime import datetime, time

from onedoor.core.events import Notice
from onedoor.core.nightly import nightly
from onedoor.hall.actions import forgetting


@nightly(forgetting.FORGET, at=time(2, 30))
def forget(notice: Notice, now: datetime) -> None:
    """What was said in talks that led to no case has been kept long enough."""
    forgetting.forget(at=now)
