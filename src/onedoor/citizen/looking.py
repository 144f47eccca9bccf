"""Who looked at a case, in the words of the resident: units and posts, never a person (个人信息保护法 art. 44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onedoor.cases.events import ContactUnmasked
from onedoor.cases.models import Case, Report, Viewing
from onedoor.cases.queries import Viewer, record_of, viewers
from onedoor.core.clock import ZONE
from onedoor.core.wording import due_day, moment_words
from onedoor.organisation.queries import post_names


@dataclass(frozen=True)
class Look:
    """Who (unit and post), what they did, when, and the reason they gave where one is owed."""

    who: str
    did: str
    when: str
    reason: str = ""


def looks(case: Case, *, now: datetime) -> list[tuple[str, list[Look]]]:
    """Day by day, the latest first: who opened the case, and how often."""
    return [
        (
            due_day(datetime.combine(day, time(12), tzinfo=ZONE), now),
            [_look(viewer, now) for viewer in of_day],
        )
        for day, of_day in groupby(viewers(case), key=lambda viewer: viewer.day)
    ]


def unmaskings(report: Report, *, now: datetime) -> list[Look]:
    """Who looked at who the resident is, and why, the latest first."""
    posts = post_names(report.county)
    seen = Viewing.objects.filter(county=report.county, case=report.case).select_related("unit")
    units = {viewing.by: viewing.unit.name for viewing in seen if viewing.unit}
    lines = [
        line
        for line in reversed(record_of(report.case))
        if line.happening.name == ContactUnmasked.name and line.happening.payload["report"] == report.id
    ]
    return [
        Look(
            _who(units.get(line.happening.actor, ""), posts.get(line.happening.actor, "")),
            _("看了您的姓名和联系方式"),
            moment_words(line.happening.at, now),
            line.words.get("reason", ""),
        )
        for line in lines
    ]


def _who(unit: str, post: str) -> str:
    return "·".join(filter(None, (unit, post))) or _("工作人员")


def _look(viewer: Viewer, now: datetime) -> Look:
    times = ngettext("看过%(n)d次", "看过%(n)d次", viewer.times) % {"n": viewer.times}
    return Look(
        _who(viewer.unit, viewer.post), times, _("最后一次%(when)s") % {"when": moment_words(viewer.last_at, now)}
    )
