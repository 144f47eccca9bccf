"""What cases do when something happens elsewhere, or comes due."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.dateparse import parse_datetime

from onedoor.cases import (  # noqa: F401  (verifying the record; what is found by words; who is told)
    audit,
    audit_files,
    index_lane,
    telling,
    telling_seats,
)
from onedoor.cases.actions import clearing, closing, recomputing, retaining, suspending
from onedoor.cases.flow import ENDED, State
from onedoor.cases.models import Case
from onedoor.core.events import Notice, schedule, subscribe
from onedoor.core.nightly import nightly
from onedoor.core.record import CalendarImported, LocalDayRemoved, LocalDaySet
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor

RECOMPUTE_ONE = "cases.recompute_one"


@subscribe(name=closing.ARCHIVE)
def archive(notice: Notice, now: datetime) -> None:
    """Archive a closed case when its time has come, unless it was archived or opened again meanwhile."""
    case = Case.objects.filter(county=notice.county, ref=notice.payload["ref"], state=State.CLOSED).first()
    closed_at = notice.payload.get("closed_at")
    if case and (closed_at is None or case.closed_at == parse_datetime(closed_at)):
        closing.archive(case.ref, by=Actor.system(notice.county), at=now)


@subscribe(CalendarImported, LocalDaySet, LocalDayRemoved, name="cases.recompute", lane="none")
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


@subscribe(name=suspending.RESUME)
def resume(notice: Notice, now: datetime) -> None:
    """The last day of a halt is over: the clock runs on, unless it was started before or stands for another reason."""
    told = notice.payload
    halted = Case.objects.filter(
        county=notice.county, ref=told["ref"], suspended_from=told["from"], suspended_until=told["until"]
    )
    if halted.exists():
        suspending.resume(told["ref"], by=Actor.system(notice.county), at=now)


@nightly(retaining.RETAIN, at=time(2))
def retain(notice: Notice, now: datetime) -> None:
    """What has been kept long enough goes, while nobody is at work."""
    retaining.tonight(at=now)


@subscribe(name=retaining.RETAIN_COUNTY)
def retain_county(notice: Notice, now: datetime) -> None:
    """Erase one batch of a county's reports whose time has come."""
    retaining.go_on(notice.county, after=notice.payload["after"], at=now)


@nightly(clearing.CLEAR, at=time(3))
def clear(notice: Notice, now: datetime) -> None:
    """Files that nobody sent, or that no row names, go by night."""
    schedule(clearing.CLEAR_NOW, county="", subject="", due_at=now, payload={}).save(force_insert=True)


@subscribe(name=clearing.CLEAR_NOW)
def clear_now(notice: Notice, now: datetime) -> None:
    """Take away the files that belong to nothing."""
    clearing.clear_files(at=now)
