"""The search hears of whatever changes a case's words, place, secrecy or units, and makes its entries anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from onedoor.cases.events import (
    CaseDispatched,
    CaseEntrusted,
    CaseReassigned,
    CaseSealed,
    CaseTriaged,
    PersonErased,
    ReportReceived,
    SafetyStopped,
)
from onedoor.cases.indexing import BATCH, index_cases
from onedoor.cases.models import Case
from onedoor.core.events import Notice, subscribe_together


@subscribe_together(
    ReportReceived, CaseTriaged, CaseDispatched, CaseEntrusted, CaseReassigned, CaseSealed, SafetyStopped, PersonErased,
    name="cases.index", lane="subject",
)  # fmt: skip
def index(notices: Sequence[Notice], now: datetime) -> None:
    """Make the entries of these cases anew from what they are now, however often each was told."""
    refs: dict[str, set[str]] = defaultdict(set)
    for notice in notices:
        refs[notice.county].add(notice.subject.removeprefix("case:"))
    for county, theirs in refs.items():
        ids = Case.objects.filter(county=county, ref__in=theirs).values_list("pk", flat=True)
        index_cases(county, ids, at=now)


@subscribe_together(name=BATCH)
def index_batch(notices: Sequence[Notice], now: datetime) -> None:
    """Make the entries of cases that were written many at once, or that could not be taken in hand before."""
    ids: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        ids[notice.county].update(notice.payload["cases"])
    for county, theirs in ids.items():
        index_cases(county, theirs, at=now)
