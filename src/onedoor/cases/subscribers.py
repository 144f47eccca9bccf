"""What cases do when something happens elsewhere, or comes due."""

from __future__ import annotations

from datetime import datetime

from onedoor.cases import audit  # noqa: F401  (cases' part in verifying the record)
from onedoor.cases.actions import closing, recomputing
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.core.events import Notice, subscribe
from onedoor.core.record import CalendarImported
from onedoor.organisation.actor import Actor


@subscribe(name=closing.ARCHIVE)
def archive(notice: Notice, now: datetime) -> None:
    """Archive a closed case when its time has come, unless it was archived or opened again meanwhile."""
    case = Case.objects.filter(county=notice.county, ref=notice.payload["ref"], state=State.CLOSED).first()
    if case:
        closing.archive(case.ref, by=Actor.system(notice.county), at=now)


@subscribe(CalendarImported, name="cases.recompute", lane="none")
def recompute(notice: Notice, now: datetime) -> None:
    """Compute every open limit again after a calendar came in. Running twice moves nothing twice."""
    for county, ref in Case.objects.exclude(state__in=(State.CLOSED, State.ARCHIVED)).values_list("county", "ref"):
        if notice.county in ("", county):
            recomputing.recompute_limits(ref, by=Actor.system(county), at=now)
