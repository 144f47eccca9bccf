"""A case with every row that belongs to it, read in batches for checks that walk a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from onedoor.cases.events import CaseMerged, CaseReplied
from onedoor.cases.flow import State
from onedoor.cases.models import Assignment, Case, Contact, Report, Request, Visit
from onedoor.cases.models.contact import ReplyBy
from onedoor.core.events import Event
from onedoor.core.models import Happening
from onedoor.work.models import Order, Supervision, Task


@dataclass
class Family:
    """A case with every row that belongs to it. ``elsewhere``: the replies given to the cases it was merged into.
    ``joined``: the first reports of the cases merged into it whose reporters wish an answer."""

    case: Case
    reports: list[Report] = field(default_factory=list)
    contacts: int = 0
    tasks: list[Task] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    supervisions: int = 0
    record: list[Happening] = field(default_factory=list)
    elsewhere: list[Happening] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)

    def said(self, *kinds: type[Event]) -> list[Happening]:
        """The lines of the record of these kinds, oldest first."""
        names = {kind.name for kind in kinds}
        return [line for line in self.record if line.name in names]

    @property
    def first_report(self) -> int:
        """The report that opened the case; its author's answers are those of the case."""
        return min(self.reports, key=lambda report: (report.received_at, report.id)).id if self.reports else 0


def families(cases: Collection[Case]) -> Iterable[Family]:
    """These cases with their rows. Reads only; costs a dozen queries, however many cases."""
    found = {case.id: Family(case) for case in cases}
    by_subject = {(case.county, case.subject): found[case.id] for case in cases}
    for report in Report.objects.filter(case__in=cases):
        found[report.case_id].reports.append(report)
    for case in Contact.objects.filter(report__case__in=cases).values_list("report__case", flat=True):
        found[case].contacts += 1
    for assignment in Assignment.objects.filter(case__in=cases):
        found[assignment.case_id].assignments.append(assignment)
    for visit in Visit.objects.filter(case__in=cases):
        found[visit.case_id].visits.append(visit)
    for request in Request.objects.filter(case__in=cases):
        found[request.case_id].requests.append(request)
    _read_work(by_subject)
    _read_record(by_subject)
    _read_others(found)
    return found.values()


BySubject = dict[tuple[str, str], Family]


def _read_work(by_subject: BySubject) -> None:
    of_these = {"county__in": {county for county, _ in by_subject}, "subject__in": [one for _, one in by_subject]}
    for task in Task.objects.select_related("unit").filter(**of_these):
        if family := by_subject.get((task.county, task.subject)):
            family.tasks.append(task)
    for order in Order.objects.filter(**of_these):
        if family := by_subject.get((order.county, order.subject)):
            family.orders.append(order)
    owners = {task.id: family for family in by_subject.values() for task in family.tasks}
    for task_id in Supervision.objects.filter(task__in=owners).values_list("task", flat=True):
        owners[task_id].supervisions += 1


def _read_record(by_subject: BySubject) -> None:
    of_these = {"county__in": {county for county, _ in by_subject}, "subject__in": [one for _, one in by_subject]}
    for line in Happening.objects.filter(**of_these).order_by("county", "subject", "seq"):
        if family := by_subject.get((line.county, line.subject)):
            family.record.append(line)


def _read_others(found: dict[int, Family]) -> None:
    """What the cases a family was merged with say of it."""
    guests: defaultdict[tuple[str, str], list[Family]] = defaultdict(list)
    for family in found.values():
        for into in {line.payload["into"] for line in family.said(CaseMerged)}:
            guests[family.case.county, f"case:{into}"].append(family)
    if guests:
        replies = Happening.objects.filter(name=CaseReplied.name, subject__in=[subject for _, subject in guests])
        for line in replies.filter(county__in={county for county, _ in guests}):
            for family in guests.get((line.county, line.subject), ()):
                family.elsewhere.append(line)
    wishing = Report.objects.filter(case__into__in=found, case__state=State.MERGED, contact__anonymous=False)
    for into, report in wishing.exclude(contact__reply_by=ReplyBy.NONE).values_list("case__into", "id"):
        if into:
            found[into].joined.append(report)
