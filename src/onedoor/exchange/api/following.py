"""Follow what happens, in the order in which it was committed: nothing is missed, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from ninja import Query, Schema
from pydantic import BeforeValidator, Field

from onedoor.cases.events import ReportReceived
from onedoor.cases.models import Report
from onedoor.cases.queries import seen, seen_of
from onedoor.core.following import MOST, START, Followed, Lost, Mark, follow
from onedoor.core.models import Happening
from onedoor.core.refusal import Refused
from onedoor.exchange.api.auth import ApiRequest, Caller
from onedoor.exchange.api.cases import CaseOut, brief, listed
from onedoor.exchange.api.fields import Answer
from onedoor.exchange.api.lines import CASE, Line, line_of, ref_of
from onedoor.exchange.api.paging import whole
from onedoor.exchange.api.problems import Problem
from onedoor.exchange.api.reports import ReportOut, shown
from onedoor.exchange.api.router import operation
from onedoor.exchange.models import Scope

_ABOUT = (
    "since是上一次给的next；不写就从头读。next总是给的，没有新的时候也给；more为true时马上再读，否则过一会儿再读。",
    "``since`` is the ``next`` of the time before; without it one reads from the beginning. ``next`` is always given,"
    " also when nothing is new; ask again at once while ``more`` is true, and after a while when it is not.",
)


class Following(Schema):
    """How one follows."""

    since: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] = Field(
        "", description="上一次的next；空的是从头读。 The ``next`` of the time before; empty for the beginning."
    )
    limit: Annotated[int, BeforeValidator(whole)] = Field(
        200, ge=1, le=MOST, description="最多看多少条记录。 The most lines of the record to look at."
    )


class Followings(Answer):
    """What every such answer carries beside its ``items``."""

    next: str = Field(description="下一次的since。 The ``since`` of the next time.")
    more: bool = Field(description="是不是已经有更多。 Whether more is there already.")


class Lines(Followings):
    """一段办理记录。 Lines in the order of their commits."""

    items: list[Line]


class Changes(Followings):
    """动过的事项，每件一次。 Cases that moved, each once, as they are now."""

    items: list[CaseOut]


class Arrivals(Followings):
    """收到的来件，先收到的在前。 Reports in the order in which they were received."""

    items: list[ReportOut]


@operation(
    "GET", "/happenings", scope=Scope.HAPPENINGS_READ, name="followHappenings", tag="following",
    title=("续读办理记录", "Follow the record"), about=_ABOUT, answers=Lines, refuses=(410,),
    example="/happenings?limit=200",
)  # fmt: skip
def happenings(request: ApiRequest, asked: Query[Following]) -> Lines:
    found = _followed(asked, request.caller)
    visible = _visible(found.lines, request.caller)
    items = [line_of(line) for line in found.lines if ref_of(line) in visible]
    return Lines(items=items, next=str(found.mark), more=found.more)


@operation(
    "GET", "/changes", scope=Scope.CASES_READ, name="followCases", tag="following",
    title=("续读动过的事项", "Follow the cases that moved"), about=_ABOUT, answers=Changes, refuses=(410,),
    example="/changes?limit=200",
)  # fmt: skip
def changes(request: ApiRequest, asked: Query[Following]) -> Changes:
    found = _followed(asked, request.caller)
    refs = dict.fromkeys(ref_of(line) for line in found.lines)
    cases = {case.ref: case for case in listed(seen(request.caller.actor)).filter(ref__in=refs)} if refs else {}
    items = [brief(cases[ref]) for ref in refs if ref in cases]
    return Changes(items=items, next=str(found.mark), more=found.more)


@operation(
    "GET", "/arrivals", scope=Scope.REPORTS_READ, name="followReports", tag="following",
    title=("续读收到的来件", "Follow the reports received"), about=_ABOUT, answers=Arrivals, refuses=(410,),
    example="/arrivals?limit=200",
)  # fmt: skip
def arrivals(request: ApiRequest, asked: Query[Following]) -> Arrivals:
    caller = request.caller
    found = _followed(asked, caller, ReportReceived.name)
    numbers = [line.payload["report"] for line in found.lines]
    kept = Report.objects.filter(pk__in=numbers, county=caller.county, erased_at=None, case__in=seen(caller.actor))
    reports = {report.id: report for report in kept.select_related("case", "contact")} if numbers else {}
    items = [shown(reports[number], caller) for number in numbers if number in reports]
    return Arrivals(items=items, next=str(found.mark), more=found.more)


def _followed(asked: Following, caller: Caller, *names: str) -> Followed:
    try:
        mark = Mark.parse(asked.since) if asked.since else START
        return follow(mark, county=caller.county, most=asked.limit, names=names)
    except Lost as lost:
        raise Problem("gone", lost.sentence, field="since") from lost
    except Refused as refusal:
        raise Problem("cursor", refusal.sentence, field="since") from refusal


def _visible(lines: Iterable[Happening], caller: Caller) -> set[str]:
    return seen_of(caller.actor, {ref_of(line) for line in lines if line.subject.startswith(CASE)})
