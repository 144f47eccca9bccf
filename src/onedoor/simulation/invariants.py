"""The invariants of a case (DESIGN §4), checked over every case of the store; those about its people in ``rights``.

They are laws of the product, not of the simulation: they hold for a demo, for a story and for a centre's own store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from onedoor.cases import events
from onedoor.cases.actions.advancing import OUTLASTING, flow_of
from onedoor.cases.flow import EXITS, Colour, State
from onedoor.cases.models import Case, Report
from onedoor.cases.models.assignment import Role
from onedoor.cases.models.choices import Origin
from onedoor.cases.replaying import replayed
from onedoor.core.models import Happening
from onedoor.hall.events import UnitInvited
from onedoor.simulation import rights
from onedoor.simulation.families import Family, families
from onedoor.work.events import OrderAnswered, OrderIssued, OrderSentAgain, TaskSupervised

_BATCH = 500
_MOMENTS = ("due", "solve_by")

_OPENERS = (events.CaseRegistered, events.CaseImported)
_OPENS_A_TASK = frozenset(
    event.name
    for event in (
        events.CaseRegistered, events.CaseTriaged, events.CaseDispatched, events.CaseEntrusted, events.CaseSigned,
        events.CaseSentBack, events.CaseRuled, events.CaseReplied, events.CaseReviewed, events.CaseReworked,
        events.VisitAttempted, events.CaseVisited, events.AnswersSettled, events.CaseRaised, events.CaseLowered,
        events.CaseTakenBack, events.CaseUnmerged, events.CaseReopened, events.CaseAppealed, events.CaseReassigned,
    )
)  # fmt: skip
"""Each of these leaves a new leading task behind, so that tasks can be counted against the record."""


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


def check(refs: Collection[str] | None = None) -> Finding:
    """Look at every case of the store, or at those of these references only. Reads only; costs a dozen queries for
    each five hundred cases."""
    finding = Finding()
    chosen = Case.objects.select_related("holder", "lead", "into", "accused").order_by("county", "ref")
    cases = (chosen if refs is None else chosen.filter(ref__in=refs)).iterator(_BATCH)
    while batch := list(islice(cases, _BATCH)):
        for family in families(batch):
            finding.cases += 1
            finding.reports += len(family.reports)
            for rule in RULES:
                finding.problems += [f"{family.case.ref}：{sentence}" for sentence in rule(family)]
    if refs is None:
        finding.problems += _orphans(finding.reports)
    return finding


def _disposed(family: Family) -> Iterator[str]:
    """(1) Every report has a case, its arrival is on that case's record, and no case waits for one that is handled no
    more."""
    if not family.reports:
        yield _("没有来件。")
    if any(report.county != family.case.county for report in family.reports):
        yield _("有一份来件属于别的县区。")
    if family.case.into and family.case.into.state in EXITS:
        yield _("并入的那件没有办理就结束了，本件却还等着它。")
    told = sorted(line.payload["report"] for line in family.said(events.ReportReceived))
    if told != sorted(report.id for report in family.reports):
        yield _("来件和经过里记下的来件对不上。")


def _opened(line: Happening) -> int:
    """How many tasks this line of a record brought about."""
    told = line.payload
    match line.name:
        case name if name in _OPENS_A_TASK:
            helpers = len(told.get("assists", ()))
            return 1 + helpers + (helpers > 0 and told["flow"]["colour"] == Colour.YELLOW)
        case events.RequestAsked.name | events.SafetyStopped.name | OrderIssued.name | OrderAnswered.name:
            return 1
        case OrderSentAgain.name | UnitInvited.name:
            return 1
        case events.CaseRated.name:
            return int(told["moved"])
        case events.AppealDecided.name:
            return int(told["accepted"])
    return 0


def _led(family: Family) -> Iterator[str]:
    """(2) An open case has exactly one leading open task, which holder and due moment copy; an ended one has none."""
    case = family.case
    opened = [task for task in family.tasks if task.closed_at is None and task.verb not in OUTLASTING]
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
    if case.state not in (State.CLOSED, State.ARCHIVED) or case.origin == Origin.IMPORTED:
        return
    if not family.said(events.CaseReplied):
        yield _("没有答复就结案了。")
    if not family.said(events.CaseVisited, events.CaseRated):
        yield _("没有回访就结案了。")
    if case.unsolved:
        yield _("最后一次回访说没有解决，却结案了。")
    if not set(family.joined) <= _heard(family):
        yield _("并入的来件人还没有回访，就结案了。")
    closings = family.said(events.CaseClosed)
    if not closings:
        yield _("已经结束，经过里却没有结案。")
    elif (case.colour == Colour.RED) != closings[-1].payload["confirmed"]:
        yield _("红色事项应由领导确认结案，其他事项不应。")


def _heard(family: Family) -> set[int]:
    """The reports whose senders answered, or could not be reached, since the reply was last reviewed."""
    heard: set[int] = set()
    for line in family.said(events.CaseReviewed, events.CaseVisited, events.CaseRated):
        heard = set() if line.name == events.CaseReviewed.name else heard | {line.payload["report"]}
    return heard


def _kept(family: Family) -> Iterator[str]:
    """(4) No row was deleted and none was slipped in: what the record tells of is there, and nothing else."""
    given = family.said(events.CaseDispatched, events.CaseEntrusted, events.CaseReassigned)
    expected = {
        _("诉求人"): (family.contacts, len(family.said(events.ReportReceived))),
        _("待办"): (len(family.tasks), sum(map(_opened, family.record))),
        _("主办"): (sum(row.role == Role.LEAD for row in family.assignments), len(given)),
        _("协办"): (
            sum(row.role == Role.ASSIST for row in family.assignments),
            sum(len(line.payload["assists"]) for line in given),
        ),
        _("回访"): (
            len(family.visits),
            len(family.said(events.CaseVisited, events.VisitAttempted, events.CaseRated, events.CaseReopened)),
        ),
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


RULES: tuple[Rule, ...] = (_disposed, _led, _earned, _kept, _replays, *rights.RULES)


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
