"""Which day it is, and when the centre is open: a page like any other, for whoever has to leave in a hurry."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onedoor.citizen.frame import frame, page
from onedoor.core.queries import calendar
from onedoor.core.wording import due_day
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

_DAYS = 7


@public("days and opening hours are everybody's")
@never_cache
@require_safe
@page
def today(request: HttpRequest) -> HttpResponse:
    context = frame(request)
    known = calendar(home_county())
    noon = timezone.localtime(context["now"]).replace(hour=12)
    days = [noon + timedelta(days=n) for n in range(_DAYS)]
    context["days"] = [(due_day(day, noon), known.is_work(day.date())) for day in days]
    return render(request, "citizen/today.html", context)
