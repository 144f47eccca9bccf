"""Cases' part in verifying the record: their heads, and their reports against the commitments made on arrival."""

from __future__ import annotations

from collections.abc import Iterator

from onedoor.cases.actions.registering import sealed
from onedoor.cases.events import PersonErased, ReportReceived
from onedoor.cases.models import Contact, Report
from onedoor.cases.queries import all_cases
from onedoor.core.audit import Finding, checks_with, heads_from
from onedoor.core.crypto import CannotDecrypt
from onedoor.core.models import Chained, Happening

_PAGE = 2000


@heads_from
def heads() -> Iterator[Chained]:
    return all_cases()


@checks_with
def reports(finding: Finding) -> None:
    """Every report says what it said when it came, and names whom it named; one that was erased says nothing any
    more, and the record tells of it."""
    told = dict(_told())
    erased = set(_erased())
    for page in _pages():
        for report, words in page:
            finding.words += 1
            seal = told.pop(report.id, None)
            if wrong := _wrong(report, words, seal, told_erased=(report.case.subject, report.id) in erased):
                finding.problems.append(f"{report.county} case:{report.case.ref}: report {report.id} {wrong}")
    finding.problems += [f"report {report}: is on the record but not in the store" for report in told]


def _told() -> Iterator[tuple[int, str]]:
    for line in Happening.objects.filter(name=ReportReceived.name).values("payload").iterator(_PAGE):
        payload = line["payload"]
        if isinstance(payload, dict) and {"report", "sealed"} <= payload.keys():
            yield payload["report"], payload["sealed"]


def _erased() -> Iterator[tuple[str, int]]:
    """The reports that were erased, and on which records that stands: on their own, and where they were handled."""
    for line in Happening.objects.filter(name=PersonErased.name).values("subject", "payload").iterator(_PAGE):
        payload = line["payload"]
        if isinstance(payload, dict) and "report" in payload:
            yield line["subject"], payload["report"]


def _wrong(report: Report, words: str | None, seal: str | None, *, told_erased: bool) -> str:
    """What is wrong with a report; empty when it is what it was, or was erased as the record tells."""
    if report.erased_at is None and not told_erased:
        return "" if words is not None and (words == seal or words == _told_since(report)) else "was altered"
    if words is None or not _says_nothing(report):
        return "was erased and says something again"
    return "" if told_erased or _erased_since(report) else "was emptied, and nothing on the record tells of it"


def _says_nothing(report: Report) -> bool:
    contact = report.contact
    told = (report.title, report.text, report.place, contact.name, contact.phone, contact.address)
    hashes = (contact.phone_index, contact.tail_index)
    return not any((*told, *hashes)) and report.lon is report.lat is None and not bytes(report.salt)


def _erased_since(report: Report) -> bool:
    """Whether the record tells by now of a report that was erased while it was read."""
    lines = Happening.objects.filter(county=report.county, subject=report.case.subject, name=PersonErased.name)
    return any(isinstance(line.payload, dict) and line.payload.get("report") == report.id for line in lines)


def _told_since(report: Report) -> str | None:
    """What the record says now of a report that came in while the record was read."""
    lines = Happening.objects.filter(county=report.county, subject=report.case.subject, name=ReportReceived.name)
    found = [line.payload for line in lines if isinstance(line.payload, dict)]
    return next((payload.get("sealed") for payload in found if payload.get("report") == report.id), None)


def _pages() -> Iterator[list[tuple[Report, str | None]]]:
    """Reports with the commitment to what they say now, None for one that cannot be read."""
    last = 0
    while page := list(Report.objects.select_related("case").filter(id__gt=last).order_by("id")[:_PAGE]):
        last = page[-1].id
        contacts = _contacts([report.id for report in page])
        yield [(report, _sealed(report, contacts.get(report.id))) for report in page]


def _sealed(report: Report, contact: Contact | None) -> str | None:
    if contact is None:
        return None
    report.contact = contact
    return sealed(report)


def _contacts(ids: list[int]) -> dict[int, Contact]:
    """The contacts of these reports that can be decrypted; a damaged one must not hide the others."""
    try:
        return {contact.report_id: contact for contact in Contact.objects.filter(report_id__in=ids)}
    except CannotDecrypt:
        half = len(ids) // 2
        return {} if len(ids) == 1 else _contacts(ids[:half]) | _contacts(ids[half:])
