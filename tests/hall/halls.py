"""A hall small enough to read: two lines, a window of the centre and one of the housing bureau."""

from __future__ import annotations

from datetime import date

from onedoor.hall import queries
from onedoor.hall.models import ServiceLine, Window
from onedoor.organisation.models import Presence, Unit
from onedoor.organisation.queries import changed
from tests.small_county import COUNTY

_FROM = date(2020, 1, 1)
LINES = [("A", "综合受理"), ("B", "住房物业")]
WINDOWS = [("w1", "1号窗口", "centre", ["A", "B"]), ("w2", "2号窗口", "housing", ["B"])]


def furnish() -> None:
    """Write the hall into the small county; the housing bureau sits at its window on every working day."""
    for code, name in LINES:
        ServiceLine.objects.create(county=COUNTY, code=code, name=name, valid_from=_FROM)
    for code, name, unit, lines in WINDOWS:
        at = Unit.objects.get(county=COUNTY, code=unit)
        Window.objects.create(county=COUNTY, code=code, name=name, unit=at, lines=lines, valid_from=_FROM)
    housing = Unit.objects.get(county=COUNTY, code="housing")
    Presence.objects.create(county=COUNTY, unit=housing, mode="resident", window="2号窗口", valid_from=_FROM)
    queries.changed()
    changed()
