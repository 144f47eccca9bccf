"""What is there of a person to erase, and whose time has come. Reads only: an operator looks before anything goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from onedoor.cases import attachments
from onedoor.cases.events import CaseJoined, CaseMerged, CaseUnmerged, ReporterAnswered
from onedoor.cases.flow import ENDED, State
from onedoor.cases.models import Attachment, Case, Contact, Hold, Report
from onedoor.cases.models.choices import Origin
from onedoor.cases.personal import KEEP
from onedoor.catalogue.queries import threshold
from onedoor.core.crypto import blind_index
from onedoor.core.models import Happening, Remark
from onedoor.core.personal import Traces
from onedoor.core.privacy import normalised_phone

_TOGETHER = {CaseMerged.name: "into", CaseJoined.name: "joined", CaseUnmerged.name: "was_in",
             ReporterAnswered.name: "through"}  # fmt: skip
_SHORTEST = 2
"""A single character is no name that could be found again."""


@dataclass(frozen=True)
class Extent:
    """What erasing one report takes: lines of its own record and of other cases', whose words go; ``files``, what was
    attached to it; ``whole`` says that nobody else's report is left in the case, so that its title and summary go as
    well, and the pictures of the work on it."""

    report: Report
    whole: bool
    lines: tuple[int, ...]
    elsewhere: dict[str, tuple[int, ...]]
    files: tuple[Attachment, ...] = ()


def extent(report: Report) -> Extent:
    """What of this report, and of the words about it on any record, would be erased."""
    case = report.case
    whole = not Report.objects.filter(county=case.county, case=case, erased_at=None).exclude(pk=report.pk).exists()
    values = traces(report).values
    elsewhere = {
        ref: lines for ref in together(case) if (lines := _lines(case.county, ref, report, values))
    }  # fmt: skip
    own = _all_lines(case) if whole else _lines(case.county, case.ref, report, values)
    files = [*attachments.of_report(report), *(attachments.of_work(case) if whole else [])]
    return Extent(report, whole, own, elsewhere, tuple(files))


def together(case: Case) -> list[str]:
    """The refs of the cases this one was ever handled with."""
    lines = Happening.objects.filter(county=case.county, subject=case.subject, name__in=_TOGETHER)
    return sorted({line.payload[_TOGETHER[line.name]] for line in lines} - {"", case.ref})


def traces(report: Report) -> Traces:
    """By what this person is found in words and files: what they said of themselves, and their own title and text."""
    contact = report.contact
    told = (contact.name, contact.phone, normalised_phone(contact.phone), contact.address, report.title, report.text)
    values = dict.fromkeys(value.strip() for value in told if len(value.strip()) >= _SHORTEST)
    return Traces(report.county, report.feed, report.source_id, tuple(values))


def _all_lines(case: Case) -> tuple[int, ...]:
    kept = Remark.objects.filter(county=case.county, subject=case.subject)
    return tuple(sorted(set(kept.values_list("seq", flat=True))))


def _lines(county: str, ref: str, report: Report, values: Iterable[str]) -> tuple[int, ...]:
    """The lines of a case's record that were said by this reporter or about them, or that quote them."""
    subject = f"case:{ref}"
    kept = list(Remark.objects.filter(county=county, subject=subject).values_list("seq", "text"))
    theirs = Happening.objects.filter(county=county, subject=subject, seq__in=[seq for seq, _text in kept])
    named = {line.seq for line in theirs if line.payload.get("report") == report.id}
    quoting = {seq for seq, text in kept if any(value in text for value in values)}
    return tuple(sorted(named | quoting))


def open_still(case: Case) -> bool:
    """Whether something is still owed to its author: it is open, or handled with one that is."""
    together = case.into if case.state == State.MERGED else None
    return not case.ended or (together is not None and not together.ended)


def held(case: Case) -> bool:
    """Whether a legal hold keeps all of it."""
    return Hold.objects.filter(county=case.county, case=case, ended_at=None).exists()


def of_phone(county: str, phone: str) -> list[Report]:
    """Every report of a phone number that was not erased, the oldest first."""
    number = normalised_phone(phone)
    found = Contact.objects.filter(county=county, phone_index=blind_index(number, purpose="phone")).exclude(
        phone_index=""
    )
    return list(_reports(county).filter(contact__in=found))


def of_case(county: str, ref: str) -> list[Report]:
    """Every report of a case that was not erased, the oldest first."""
    return list(_reports(county).filter(case__ref=ref))


def _reports(county: str) -> QuerySet[Report]:
    kept = Report.objects.select_related("case__into", "contact").filter(county=county, erased_at=None)
    return kept.order_by("received_at", "id")


def kept_until(case: Case, *, at: datetime) -> datetime:
    """Until when the reports of an ended case are kept, by the county's threshold of this day."""
    assert case.closed_at is not None
    start = case.closed_at
    if case.origin == Origin.IMPORTED:
        arrived = Happening.objects.filter(county=case.county, subject=case.subject, seq=1)
        start = max(start, arrived.values_list("recorded_at", flat=True).get())
    return start + timedelta(days=threshold(case.county, KEEP, on=timezone.localdate(at)))


def due(county: str, *, at: datetime, most: int | None = None, after: Report | None = None) -> list[Report]:
    """Reports that have been kept long enough after their case ended, the oldest first, those behind ``after``. History
    counts from the day it was imported. None of an open case, of one handled with an open one, or under a hold."""
    since = at - timedelta(days=threshold(county, KEEP, on=timezone.localdate(at)))
    subject = Concat(Value("case:"), OuterRef("case__ref"))
    came = Happening.objects.filter(county=OuterRef("county"), subject=subject, seq=1, recorded_at__gt=since)
    holds = Hold.objects.filter(county=OuterRef("county"), case=OuterRef("case"), ended_at=None)
    ready = _reports(county).filter(received_at__lte=since, case__closed_at__lte=since, case__state__in=ENDED)
    if after:
        ready = ready.filter(Q(received_at__gt=after.received_at) | Q(received_at=after.received_at, id__gt=after.id))
    ready = ready.exclude(Q(case__state=State.MERGED) & ~Q(case__into__state__in=ENDED)).exclude(Exists(holds))
    return list(ready.exclude(Q(case__origin=Origin.IMPORTED) & Exists(came))[:most])
