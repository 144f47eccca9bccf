"""Who is told that a registration somebody began was handed to their seat (转专席)."""

from __future__ import annotations

from datetime import datetime

from onedoor.core.events import Notice, subscribe
from onedoor.notices.actions.telling import Note, tell
from onedoor.organisation.specialists import codes_sitting
from onedoor.work.events import DraftHandedOver


@subscribe(DraftHandedOver, name="cases.tell_seats")
def tell_seats(notice: Notice, now: datetime) -> None:
    """Tell whoever sits there now, at once: somebody is waiting on the line."""
    told = notice.payload
    key = f"draft:{told['page']}:{told['saved']}"
    tell(
        *(
            Note("draft_handed", notice.county, notice.subject, f"member:{code}", {}, now, urgent=True, key=key)
            for code in codes_sitting(notice.county, told["post"], at=now)
        )
    )
