"""What came of a report once its case has ended (因为您的反映): done by whom, in how long, for how many."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onedoor.cases.flow import State
from onedoor.cases.models import Case, Report
from onedoor.cases.models.choices import Origin
from onedoor.cases.reporters import joined_openly

_DONE = (State.CLOSED, State.ARCHIVED)


def outcome_of(report: Report, case: Case) -> list[str]:
    """The sentences there are to say, ``case`` being the one that was handled for the report; none while it is open,
    for one that left the road without a reply, and for history."""
    if case.state not in _DONE or case.origin == Origin.IMPORTED or case.closed_at is None:
        return []
    told = [_took(report.received_at, case.closed_at)]
    if case.lead:
        told.insert(0, _("%(unit)s办了这件事") % {"unit": case.lead.name})
    if joined_openly(case.ref, county=case.county):
        n = Case.objects.filter(county=case.county, into=case, state=State.MERGED).count() + 1
        words = ngettext("%(n)d份反映说的是同一件事，一起办了", "%(n)d份反映说的是同一件事，一起办了", n)
        told.append(words % {"n": n})
    return told


def _took(start: datetime, end: datetime) -> str:
    days = (localdate(end) - localdate(start)).days
    if days == 0:
        return _("收到的当天就办完了")
    return ngettext("从收到到办结，用了%(n)d天", "从收到到办结，用了%(n)d天", days) % {"n": days}
