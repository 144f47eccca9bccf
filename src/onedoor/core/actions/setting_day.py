"""Set or remove one day of a county's own calendar; open limits that cross it are computed again."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.actions.importing_calendar import SUBJECT
from onedoor.core.clock import Day
from onedoor.core.clock.calendar import WEEKEND
from onedoor.core.events import Named, emit
from onedoor.core.models import CalendarDay, Chained
from onedoor.core.queries import calendar
from onedoor.core.record import LocalDayRemoved, LocalDaySet
from onedoor.core.refusal import Refused
from onedoor.core.revisions import bump

_LONGEST_NAME, _LONGEST_SOURCE = 40, 200
_COUNTY = re.compile(r"\d{6}")


@transaction.atomic
def set_day(day: Day, *, county: str, source: str, by: Named, at: datetime) -> bool:
    """Make a day a rest day or a make-up workday of one county (全国年节及纪念日放假办法 art. 4).

    The same day again changes nothing and tells nobody; returns whether anything changed. ``source`` cites who set
    the day. Raises Refused without it, for a rest day that is one already in the whole country, and for a make-up
    workday that is no Saturday or Sunday there.
    """
    head = _locked(county, day.date)
    check_day(day, source)
    told = {"name": day.name, "off": day.off, "notice": 0, "source": source}
    row = CalendarDay.objects.filter(county=county, date=day.date).first()
    if row is not None and {name: getattr(row, name) for name in told} == told:
        return False
    CalendarDay.objects.update_or_create(county=county, date=day.date, defaults=told)
    bump("calendar")
    words = {"name": day.name, "source": source}
    emit(LocalDaySet(day=day.date, off=day.off), on=head, by=by, at=at, words=words)
    return True


@transaction.atomic
def remove_day(day: date, *, county: str, by: Named, at: datetime) -> None:
    """Let a day be again what it is in the whole country. Raises Refused when the county has not set it."""
    head = _locked(county, day)
    removed, _rows = CalendarDay.objects.filter(county=county, date=day).delete()
    if not removed:
        raise Refused(_("%(county)s没有自己设过%(day)s。请用calendar show核对。") % {"county": county, "day": day})
    bump("calendar")
    emit(LocalDayRemoved(day=day), on=head, by=by, at=at)


def _locked(county: str, day: date) -> Chained:
    if not _COUNTY.fullmatch(county):
        raise Refused(_("请用--county写明六位县区代码；全国的安排请导入放假通知。"), field="county")
    return chain.locked(county, f"{SUBJECT}{day.year}")


def check_day(day: Day, source: str) -> None:
    """Raises Refused when a county cannot make this day a rest day, or a make-up workday, of its own."""
    if not 0 < len(day.name.strip()) <= _LONGEST_NAME:
        raise Refused(_("名称应为1至40个字。请填节日名称。"), field="name")
    if not 0 < len(source.strip()) <= _LONGEST_SOURCE:
        raise Refused(_("请写明依据，例如自治县人大常委会的决定，不超过200字。"), field="source")
    why = calendar().rest_name(day.date)
    if day.off and why is not None:
        raise Refused(_("%(day)s本来就是休息日，不用再设。") % {"day": day.date}, field="day")
    if not day.off and why is None:
        raise Refused(_("%(day)s本来就是工作日，不用再设补班。") % {"day": day.date}, field="day")
    if not day.off and why not in WEEKEND.values():
        raise Refused(_("%(day)s是全国放假的日子，本县不能改成补班。请选周六或周日。") % {"day": day.date}, field="day")
