"""Cases' part in verifying the record: their heads, and their reports against the commitments made on arrival."""

from __future__ import annotations

from collections.abc import Iterator

from onedoor.cases.actions.registering import sealed
from onedoor.cases.events import ReportReceived
from onedoor.cases.models import Report
from onedoor.cases.queries import all_cases
from onedoor.core.audit import Finding, checks_with, heads_from
from onedoor.core.models import Chained, Happening


@heads_from
def heads() -> Iterator[Chained]:
    return all_cases()


@checks_with
def reports(finding: Finding) -> None:
    """Every report says what it said when it came."""
    told = {
        line["payload"]["report"]: line["payload"]["sealed"]
        for line in Happening.objects.filter(name=ReportReceived.name).values("payload").iterator(2000)
    }
    for report in Report.objects.select_related("contact", "case").order_by("county", "id").iterator(2000):
        finding.words += 1
        if told.pop(report.id, None) != sealed(report):
            finding.problems.append(f"{report.county} case:{report.case.ref}: report {report.id} was altered")
    finding.problems += [f"report {report}: is on the record but not in the store" for report in told]
