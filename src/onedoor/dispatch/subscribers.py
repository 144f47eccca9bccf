"""What dispatching learns when a case moves on: whose its item was, and what became of what was chosen."""

from __future__ import annotations

import logging
from datetime import datetime, time

from onedoor.cases.events import CaseClosed, CaseDispatched, CaseReassigned, CaseRuled
from onedoor.cases.models import Case
from onedoor.core.events import Notice, schedule, subscribe
from onedoor.core.nightly import nightly
from onedoor.core.refusal import Refused
from onedoor.core.writing import insert_together
from onedoor.dispatch.actions import counting, teaching, training
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit

log = logging.getLogger(__name__)


@subscribe(CaseDispatched, CaseReassigned, CaseRuled, CaseClosed, name="dispatch.learn", lane="subject")
def learn(notice: Notice, now: datetime) -> None:
    """Keep what this step taught. What is secret teaches nothing: it is nobody's example."""
    ref = notice.subject.removeprefix("case:")
    case = Case.objects.select_related("item", "lead").filter(county=notice.county, ref=ref).first()
    if case is None or case.secret or case.item is None:
        return
    told = notice.payload
    if notice.name == CaseRuled.name:
        teaching.ruled(case, unit=told["unit"], upheld=told["upheld"], at=notice.at)
    elif notice.name == CaseReassigned.name:
        teaching.reassigned(case, unit=told["unit"], before=told["before"], at=notice.at)
    elif notice.name == CaseDispatched.name:
        teaching.dispatched(case, unit=told["unit"], item=told.get("item", ""), at=notice.at)
    else:
        teaching.closed(case, unit=told["flow"]["lead"] or "", at=notice.at)


@nightly(counting.COUNT, at=time(1, 30))
def count(notice: Notice, now: datetime) -> None:
    """Every county's choices are counted anew, each by a delivery of its own."""
    _for_each_county(counting.COUNT_COUNTY, now)


@subscribe(name=counting.COUNT_COUNTY)
def count_county(notice: Notice, now: datetime) -> None:
    """Count what became of one county's choices."""
    counting.count_days(notice.county, at=now)


@nightly(training.TRAIN, at=time(3, 30))
def train(notice: Notice, now: datetime) -> None:
    """Every county's model learns what is new, each by a delivery of its own."""
    _for_each_county(training.TRAIN_COUNTY, now)


@subscribe(name=training.TRAIN_COUNTY, outside=True)
def train_county(notice: Notice, now: datetime) -> None:
    """Train one county's model beside the outbox, not in it: it takes up to a minute. What two workers did at once
    counts once."""
    try:
        training.tonight(notice.county, by=Actor.system(notice.county), at=now)
    except Refused as refusal:
        log.info("%s: %s", notice.county, refusal)


def _for_each_county(subscriber: str, now: datetime) -> None:
    counties = Unit.objects.exclude(county="").values_list("county", flat=True).distinct().order_by("county")
    insert_together(schedule(subscriber, county=one, subject="", due_at=now, payload={}) for one in counties)
