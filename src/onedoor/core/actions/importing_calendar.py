"""Take in an official holiday notice, or a county's own days; open limits that cross it are computed again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from onedoor.core import chain
from onedoor.core.clock.notice import Notice
from onedoor.core.events import Named, emit
from onedoor.core.models import CalendarDay
from onedoor.core.record import CalendarImported
from onedoor.core.revisions import bump

SUBJECT = "calendar:"


@transaction.atomic
def import_notice(notice: Notice, *, county: str, source: str, by: Named, at: datetime) -> int:
    """Put a notice in place of what was known of its year. Returns how many days changed; the same notice again
    changes none and tells nobody.

    ``county`` empty: the national calendar.
    """
    head = chain.locked(county, f"{SUBJECT}{notice.year}")
    known = CalendarDay.objects.filter(notice=notice.year, county=county)
    before = set(known.values_list("date", "name", "off"))
    after = {(day.date, day.name, day.off) for day in notice.days}
    if before == after:
        return 0
    known.delete()
    CalendarDay.objects.filter(county=county, date__in=[day.date for day in notice.days]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(county=county, date=day.date, name=day.name, off=day.off, notice=notice.year, source=source)
        for day in notice.days
    )
    bump("calendar")
    off = sum(day.off for day in notice.days)
    emit(CalendarImported(year=notice.year, off=off, makeup=len(notice.days) - off), on=head, by=by, at=at)
    return len(before ^ after)


def missing_year(at: datetime, announced: bool) -> int | None:
    """From 1 December the year whose calendar is missing, so that somebody is told (DOMAIN B.4)."""
    today = timezone.localdate(at)
    return today.year + 1 if today.month == 12 and not announced else None
