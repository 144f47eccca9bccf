"""The invariants of a case (DESIGN §4), checked over every case of the store.

They are laws of the product, not of the simulation: they hold for a demo, for a story and for a centre's own store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from onedoor.cases import events
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.visiting import ATTEMPTS
from onedoor.cases.flow import Colour
from onedoor.cases.models import Assignment, Case, Contact, Report, Visit
from onedoor.cases.models.assignment import Role
from onedoor.cases.models.case import Origin
from onedoor.cases.replaying import replayed
from onedoor.core.events import Event
from onedoor.core.models import Happening
from onedoor.work.events import TaskSupervised
from onedoor.work.models import Supervision, Task

_BATCH = 500
_MOMENTS = ("due", "solve_by")

_OPENERS = (events.CaseRegistered, events.CaseImported)
_OPENS_A_TASK = frozenset(
    event.name
    for event in (
        events.CaseRegistered, events.CaseTriaged, events.CaseDispatched, events.CaseEntrusted, events.CaseSigned,
        events.CaseSentBack, events.CaseRuled, events.CaseReplied, events.CaseReviewed, events.CaseReworked,
        events.VisitAttempted, events.CaseVisited,
    )
)  # fmt: skip
"""Each of these leaves a new leading task behind, so that tasks can be counted against the record."""


@dataclass
class Family:
    """A case with every row that belongs to it."""

    case: Case
    reports: list[Report] = field(default_factory=list)
    contacts: int = 0
    tasks: list[Task] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    supervisions: int = 0
    record: list[Happening] = field(default_factory=list)

    def said(self, *kinds: type[Event]) -> list[Happening]:
        """The lines of the record of these kinds, oldest first."""
        names = {kind.name for kind in kinds}
        return [line for line in self.record if line.name in names]


Rule = Callable[[Family], Iterator[str]]


@dataclass
class Finding:
    """How many cases were looked at, and what was found wrong with them, one sentence each."""

    cases: int = 0
    reports: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.problems


def check() -> Finding:
    """Look at every case of the store. Reads only; costs eight queries for each five hundred cases."""
    finding = Finding()
    cases = Case.objects.select_related("holder", "lead").order_by("county", "ref").iterator(_BATCH)
    while batch := list(islice(cases, _BATCH)):
        for family in _families(batch):
            finding.cases += 1
            finding.reports += len(family.reports)
            for rule in RULES:
                finding.problems += [f"{family.case.ref}：{sentence}" for sentence in rule(family)]
    finding.problems += _orphans(finding.reports)
    return finding


def _disposed(family: Family) -> Iterator[str]:
    """(1) Every report has a case, and its arrival is on that case's record."""
    if not family.reports:
        yield _("没有来件。")
    if any(report.county != family.case.county for report in family.reports):
        yield _("有一份来件属于别的县区。")
    told = sorted(line.payload["report"] for line in family.said(events.ReportReceived))
    if told != sorted(report.id for report in family.reports):
        yield _("来件和经过里记下的来件对不上。")


def _led(family: Family) -> Iterator[str]:
    """(2) An open case has exactly one leading open task, which holder and due moment copy; an ended one has none."""
    case = family.case
    opened = [task for task in family.tasks if task.closed_at is None]
    leading = [task for task in opened if task.leading]
    if case.ended:
        if opened:
            yield _("已经结束，却还有%(n)s个没有了结的待办。") % {"n": len(opened)}
        return
    if len(leading) != 1:
        yield _("应当正好有一个主待办，现在有%(n)s个。") % {"n": len(leading)}
        return
    if (case.holder_id, case.due_at) != (leading[0].unit_id, leading[0].due_at):
        yield _("当前责任单位或期限与主待办不一致。")


def _earned(family: Family) -> Iterator[str]:
    """(3) Nothing closes without a reply and a call-back or three attempts; a red case only by confirmation."""
    case = family.case
    if not case.ended or case.origin == Origin.IMPORTED:
        return
    if not family.said(events.CaseReplied):
        yield _("没有答复就结案了。")
    if not any(visit.contacted for visit in family.visits) and len(family.visits) < ATTEMPTS:
        yield _("没有回访就结案了。")
    if family.visits and max(family.visits, key=lambda visit: (visit.at, visit.id)).solved is False:
        yield _("最后一次回访说没有解决，却结案了。")
    closings = family.said(events.CaseClosed)
    if not closings:
        yield _("已经结束，经过里却没有结案。")
    elif (case.colour == Colour.RED) != closings[-1].payload["confirmed"]:
        yield _("红色事项应由领导确认结案，其他事项不应。")


def _kept(family: Family) -> Iterator[str]:
    """(4) No row was deleted and none was slipped in: what the record tells of is there, and nothing else."""
    given = family.said(events.CaseDispatched, events.CaseEntrusted)
    expected = {
        _("诉求人"): (family.contacts, len(family.said(events.ReportReceived))),
        _("待办"): (len(family.tasks), sum(line.name in _OPENS_A_TASK for line in family.record)),
        _("主办"): (sum(row.role == Role.LEAD for row in family.assignments), len(given)),
        _("协办"): (
            sum(row.role == Role.ASSIST for row in family.assignments),
            sum(len(line.payload["assists"]) for line in given),
        ),
        _("回访"): (len(family.visits), len(family.said(events.CaseVisited, events.VisitAttempted))),
        _("督办"): (family.supervisions, len(family.said(TaskSupervised))),
    }
    for name, (rows, lines) in expected.items():
        if rows != lines:
            yield _("%(name)s有%(rows)s条，经过里记着%(lines)s条。") % {"name": name, "rows": rows, "lines": lines}


def _replays(family: Family) -> Iterator[str]:
    """(5) Replaying the record gives the flow columns."""
    told, kept = _instants(replayed(family.record)), _instants(flow_of(family.case))
    for name in sorted(told.keys() | kept.keys()):
        if told.get(name) != kept.get(name):
            yield _("%(name)s与经过推出来的不一致：现在是%(kept)s，应当是%(told)s。") % {
                "name": name,
                "kept": kept.get(name),
                "told": told.get(name),
            }


RULES: tuple[Rule, ...] = (_disposed, _led, _earned, _kept, _replays)


def _instants(columns: dict[str, Any]) -> dict[str, Any]:
    """Flow columns with their moments in one zone: the record keeps them as they were written."""
    return columns | {
        name: datetime.fromisoformat(columns[name]).astimezone(UTC) for name in _MOMENTS if columns.get(name)
    }


def _orphans(reports: int) -> Iterator[str]:
    """What belongs to no case at all: its case is gone."""
    if (stored := Report.objects.count()) != reports:
        yield _("库里有%(stored)s份来件，能找到事项的只有%(found)s份。") % {"stored": stored, "found": reports}
    known = {f"case:{ref}" for ref in Case.objects.values_list("ref", flat=True).iterator(_BATCH)}
    opened = Happening.objects.filter(name__in=[event.name for event in _OPENERS])
    for subject in opened.values_list("subject", flat=True).iterator(_BATCH):
        if subject not in known:
            yield _("经过里有%(subject)s，库里没有这件事项。") % {"subject": subject}


def _families(cases: list[Case]) -> Iterable[Family]:
    families = {case.id: Family(case) for case in cases}
    by_subject = {(case.county, case.subject): families[case.id] for case in cases}
    subjects = [case.subject for case in cases]
    for report in Report.objects.filter(case__in=cases):
        families[report.case_id].reports.append(report)
    for case in Contact.objects.filter(report__case__in=cases).values_list("report__case", flat=True):
        families[case].contacts += 1
    for assignment in Assignment.objects.filter(case__in=cases):
        families[assignment.case_id].assignments.append(assignment)
    for visit in Visit.objects.filter(case__in=cases):
        families[visit.case_id].visits.append(visit)
    chased: defaultdict[int, int] = defaultdict(int)
    for task in Supervision.objects.filter(task__subject__in=subjects).values_list("task", flat=True):
        chased[task] += 1
    for row in Task.objects.filter(subject__in=subjects):
        if family := by_subject.get((row.county, row.subject)):
            family.tasks.append(row)
            family.supervisions += chased[row.id]
    for line in Happening.objects.filter(subject__in=subjects).order_by("county", "subject", "seq"):
        if family := by_subject.get((line.county, line.subject)):
            family.record.append(line)
    return families.values()
