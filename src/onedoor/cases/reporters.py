"""Who has to be asked whether it is solved: everybody whose report the reply answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onedoor.cases.events import CaseRated, CaseReviewed, CaseVisited, VisitAttempted
from onedoor.cases.flow import State
from onedoor.cases.models import Case, Report
from onedoor.cases.models.contact import ReplyBy
from onedoor.core.models import Happening

OPENLY_FROM = 3
_ABOUT = (CaseReviewed.name, CaseVisited.name, VisitAttempted.name, CaseRated.name)


@dataclass(frozen=True)
class Known:
    """What a page has read of a case already: its reports, its record, whether others were ever merged into it."""

    reports: Sequence[Report]
    record: Iterable[Happening]
    merged: bool


@dataclass(frozen=True)
class Asked:
    """A reporter still to be asked about the latest reply, and how often nobody was reached."""

    report: Report
    attempts: int


def to_ask(case: Case, *, known: Known | None = None) -> list[Asked]:
    """The reporters who have not answered since the reply was last reviewed: the case's own first, then those of
    merged cases who wish an answer or said it was not solved. A new reply is owed new attempts. What is ``known`` of
    the case is not read again."""
    known = known or Known(list(case.reports.order_by("received_at", "id")[:1]), _record(case), merged=True)
    reports = [*known.reports[:1], *(_others(case) if known.merged else ())]
    tried = dict.fromkeys((report.id for report in reports), 0)
    heard: set[int] = set()
    for line in _since_review(known.record):
        whose = line.payload.get("report") or reports[0].id
        if line.name != VisitAttempted.name:
            heard.add(whose)
        elif whose in tried:
            tried[whose] += 1
    return [Asked(report, tried[report.id]) for report in reports if report.id not in heard]


def answered(case: Case, report: Report) -> bool:
    """Whether this reporter has said what they think of the latest reply. Not having been reached says nothing."""
    return any(
        line.name == CaseRated.name or line.payload.get("contacted")
        for line in _of(_since_review(_record(case)), case, report)
    )


def rated(case: Case, report: Report) -> bool:
    """Whether this reporter rated the latest reply themselves, by the code of their receipt."""
    return any(line.name == CaseRated.name for line in _of(_since_review(_record(case)), case, report))


def joined_openly(ref: str, *, county: str) -> bool:
    """Whether those merged into this case may be told so: from three reporters on nobody can tell who the others are
    (DESIGN §7)."""
    return Case.objects.filter(county=county, into__ref=ref, state=State.MERGED).count() + 1 >= OPENLY_FROM


def _of(lines: list[Happening], case: Case, report: Report) -> list[Happening]:
    own = None if report.case_id == case.id else report.id
    return [line for line in lines if line.payload.get("report") in (report.id, own)]


def _others(case: Case) -> list[Report]:
    others = Report.objects.select_related("case", "contact").filter(
        county=case.county, case__into=case, case__state=State.MERGED
    )
    return [
        report
        for report in others.order_by("received_at", "id")
        if report.case.unsolved or (not report.contact.anonymous and report.contact.reply_by != ReplyBy.NONE)
    ]


def _record(case: Case) -> Iterable[Happening]:
    return Happening.objects.filter(county=case.county, subject=case.subject, name__in=_ABOUT).order_by("seq")


def _since_review(record: Iterable[Happening]) -> list[Happening]:
    lines: list[Happening] = []
    for line in record:
        if line.name in _ABOUT:
            lines = [] if line.name == CaseReviewed.name else [*lines, line]
    return lines
