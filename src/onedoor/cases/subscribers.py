"""What cases do when something happens elsewhere, or comes due."""

from __future__ import annotations

from datetime import datetime

from onedoor.cases import audit  # noqa: F401  (cases' part in verifying the record)
from onedoor.cases.actions import closing, recomputing
from onedoor.cases.flow import ENDED, State
from onedoor.cases.models import Case
from onedoor.core.events import Notice, schedule, subscribe
from onedoor.core.record import CalendarImported
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor

RECOMPUTE_ONE = "cases.recompute_one"


@subscribe(name=closing.ARCHIVE)
def archive(notice: Notice, now: datetime) -> None:
    """Archive a closed case when its time has come, unless it was archived or opened again meanwhile."""
    case = Case.objects.filter(county=notice.county, ref=notice.payload["ref"], state=State.CLOSED).first()
    if case:
        closing.archive(case.ref, by=Actor.system(notice.county), at=now)


@subscribe(CalendarImported, name="cases.recompute", lane="none")
def recompute(notice: Notice, now: datetime) -> None:
    """A calendar came in: have the limits of every open case computed again, each by a delivery of its own, so that
    no case waits for all the others."""
    cases = Case.objects.exclude(state__in=ENDED)
    if notice.county:
        cases = cases.filter(county=notice.county)
    insert_together(
        schedule(RECOMPUTE_ONE, county=county, subject=f"case:{ref}", due_at=now, payload={"ref": ref})
        for county, ref in cases.values_list("county", "ref")
    )


@subscribe(name=RECOMPUTE_ONE)
def recompute_one(notice: Notice, now: datetime) -> None:
    """Compute the open limits of one case again. Running twice moves nothing twice."""
    recomputing.recompute_limits(notice.payload["ref"], by=Actor.system(notice.county), at=now)
