"""What core keeps: the working calendar of a county."""

from __future__ import annotations

from onedoor.core.clock import Calendar
from onedoor.core.models import CalendarDay
from onedoor.core.revisions import Shelf


def _load_calendar(county: str) -> Calendar:
    days = CalendarDay.objects.filter(county__in=["", county]).order_by("county", "date")
    return Calendar.national().overridden(day.day for day in days)


_calendars: Shelf[Calendar] = Shelf("calendar", _load_calendar)


def calendar(county: str = "") -> Calendar:
    """The national calendar with imported notices and, where the county has set extra holidays, those
    (全国年节及纪念日放假办法 art. 4)."""
    return _calendars.get(county)
