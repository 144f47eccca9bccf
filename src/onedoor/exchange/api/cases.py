"""Cases: list and read those the key may see, with their record."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Any, Literal, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Schema
from pydantic import Field

from onedoor.cases import queries
from onedoor.cases.events import CaseReplied
from onedoor.cases.flow import Colour, State
from onedoor.cases.models import Assignment, Case
from onedoor.cases.models.assignment import Role
from onedoor.cases.models.choices import Kind, Nature, Urgency
from onedoor.cases.queries import Sight
from onedoor.core.clock import ZONE
from onedoor.core.models import Happening
from onedoor.core.privacy import masked_numbers
from onedoor.core.refusal import Refused
from onedoor.exchange.api.auth import ApiRequest
from onedoor.exchange.api.fields import Answer, AreaCode, Code, Day, Moment, Ref
from onedoor.exchange.api.lines import Line, line_of
from onedoor.exchange.api.paging import Page, Paged, page_of
from onedoor.exchange.api.problems import Problem
from onedoor.exchange.api.reports import ReportOut, shown
from onedoor.exchange.api.router import operation
from onedoor.exchange.api.words import Named, UnitOut, chosen, named, unit_of
from onedoor.exchange.models import Scope
from onedoor.geography.codes import within
from onedoor.organisation.queries import directory

StateCode = Literal[
    "registered", "triaged", "dispatched", "handling", "returned", "ruled", "replied", "reviewed", "visited",
    "appealed", "closed", "archived", "answered", "transferred", "declined", "merged", "withdrawn",
]  # fmt: skip
RefInPath = Annotated[Ref, Path(description="事项编号。 The reference of the case.")]


class CaseOut(Answer):
    """一件事项。 A case."""

    ref: Ref
    state: Named
    title: str = Field(description="长串数字打码。 Long numbers masked.")
    nature: Named
    kind: Named | None
    colour: Named | None
    urgency: Named
    item: Named | None
    area: str
    channel: str
    lead: UnitOut | None = Field(description="主办单位。 The unit that leads.")
    holder: UnitOut | None = Field(description="现在该谁办。 Whose turn it is.")
    due_at: Moment | None = Field(description="这一步的时限。 By when this step must be done.")
    solve_by: Moment | None = Field(description="整件的时限。 By when all of it must be done.")
    unsolved: bool = Field(description="当事人最后说的是“没有解决”。 Its author last said that it is not solved.")
    registered_at: Moment
    closed_at: Moment | None
    lines: int = Field(description="办理记录有几条。 How many lines its record has.")


class Cases(Page):
    """一页事项，新的在前。 A page of cases, the latest first."""

    items: list[CaseOut]


class Given(Answer):
    """一次派单。 One assignment."""

    unit: UnitOut
    role: Named
    given_at: Moment
    signed_at: Moment | None
    ended_at: Moment | None
    outcome: str


class Replied(Answer):
    """一次答复。 One reply of a unit."""

    seq: int = Field(description="在办理记录里是第几条。 Its place in the record.")
    text: str = Field(description="长串数字打码。 Long numbers masked.")
    at: Moment


class Limit(Answer):
    """整件时限的依据。 Why all of it is due then."""

    rule: str
    citation: str
    start: str


class CaseInFull(CaseOut):
    """一件事项和它的来件、派单、答复。 A case with its reports, assignments and replies."""

    summary: str
    people: str
    suspended_until: str | None
    extensions: int
    limit: Limit | None
    merged_into: Ref | None
    reports: list[ReportOut]
    assignments: list[Given]
    replies: list[Replied]


class Record(Answer):
    """一件事项的全部办理记录。 The whole record of a case."""

    case: Ref
    head: str = Field(description="最后一条的hash。 The hash of its last line.")
    items: list[Line]


class Filters(Schema):
    """Which cases."""

    state: Annotated[StateCode | None, Field(description="状态。 The state.")] = None
    area: Annotated[AreaCode | None, Field(description="这个区划以内。 Inside this area.")] = None
    item: Annotated[Code | None, Field(description="事项目录代码，大类包含小类。 An item, or a group of items.")] = None
    unit: Annotated[Code | None, Field(description="主办单位代码。 The unit that leads.")] = None
    colour: Annotated[Literal["green", "yellow", "red"] | None, Field(description="难度。 The difficulty.")] = None
    urgency: Annotated[
        Literal["critical", "urgent", "prompt", "timely", "normal"] | None, Field(description="紧急程度。 The urgency.")
    ] = None
    since: Annotated[
        Day | None, Field(alias="from", description="这一天起登记的。 Registered on this day or after.")
    ] = None
    until: Annotated[
        Day | None, Field(alias="to", description="到这一天为止登记的。 Registered on this day or before.")
    ] = None


@operation(
    "GET", "/cases", scope=Scope.CASES_READ, name="listCases", tag="cases",
    title=("列出事项", "List cases"),
    about=(
        "密钥能看到的事项，新的在前；保密件和举报件不在其中。",
        "The cases the key may see, the latest first; confidential ones and informants' are not among them.",
    ),
    answers=Cases, example="/cases?state=handling&limit=20",
)  # fmt: skip
def list_cases(request: ApiRequest, paged: Query[Paged], asked: Query[Filters]) -> Cases:
    found = _narrowed(listed(queries.seen(request.caller.actor)), asked, request.caller.county)
    rows, following = page_of(request, found, by=("-registered_at", "-id"), paged=paged)
    return Cases(items=[brief(case) for case in rows], next=following)


@operation(
    "GET", "/cases/{ref}", scope=Scope.CASES_READ, name="getCase", tag="cases",
    title=("读取事项", "Read a case"),
    about=(
        "一件事项的现状、时限、来件、派单和答复。看不到的和不存在的，回答一样。",
        "A case as it is, with limits, reports, assignments and replies. One that may not be seen is answered like one"
        " that is not there.",
    ),
    answers=CaseInFull, refuses=(404,), example="/cases/990801-2609-48203917-5",
)  # fmt: skip
def get_case(request: ApiRequest, ref: RefInPath) -> CaseInFull:
    case, sight = _opened(request, ref)
    return CaseInFull(
        **brief(case).model_dump(), summary=masked_numbers(case.summary), people=case.people,
        suspended_until=case.suspended_until.isoformat() if case.suspended_until else None,
        extensions=case.extensions, limit=_limit(case.solve_limit),
        merged_into=case.into.ref if case.into and queries.visible(case.into, request.caller.actor) else None,
        reports=_reports(case, request) if sight.originals else [],
        assignments=_assignments(case), replies=_replies(case),
    )  # fmt: skip


@operation(
    "GET", "/cases/{ref}/record", scope=Scope.CASES_READ, name="getRecord", tag="cases",
    title=("读取一件的办理记录", "Read the record of a case"),
    about=(
        "从第一条到最后一条，每条带着前一条的hash；只有代码，没有姓名和原话。",
        "From the first line to the last, each with the hash of the one before; codes only, no names and no words.",
    ),
    answers=Record, refuses=(404,), example="/cases/990801-2609-48203917-5/record",
)  # fmt: skip
def get_record(request: ApiRequest, ref: RefInPath) -> Record:
    case, _sight = _opened(request, ref)
    lines = Happening.objects.filter(county=case.county, subject=case.subject, seq__lte=case.chain_seq).order_by("seq")
    return Record(case=case.ref, head=case.chain_head, items=[line_of(line) for line in lines])


def listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what ``brief`` says of them."""
    return cases.select_related("item", "lead", "holder")


def brief(case: Case) -> CaseOut:
    """A case as a list shows it."""
    item = case.item
    return CaseOut(
        ref=case.ref, state=_one(State, case.state), title=masked_numbers(case.title),
        nature=_one(Nature, case.nature), kind=chosen(Kind, case.kind), colour=chosen(Colour, case.colour),
        urgency=_one(Urgency, case.urgency),
        item=Named(code=item.code, name=item.name, name_en=item.name_en or item.name) if item else None,
        area=case.area, channel=case.channel, lead=unit_of(case.lead), holder=unit_of(case.holder),
        due_at=case.due_at, solve_by=case.solve_by, unsolved=case.unsolved, registered_at=case.registered_at,
        closed_at=case.closed_at, lines=case.chain_seq,
    )  # fmt: skip


Scale = TypeVar("Scale", State, Nature, Urgency, Role)


def _one(scale: type[Scale], code: str) -> Named:
    return named(code, scale(code).label)


def _narrowed(cases: QuerySet[Case], asked: Filters, county: str) -> QuerySet[Case]:
    plain = {"state": asked.state, "colour": asked.colour, "urgency": asked.urgency}
    cases = cases.filter(**{name: value for name, value in plain.items() if value})
    if asked.area:
        span = within(asked.area)
        cases = cases.filter(area__gte=span.first, area__lt=span.end)
    if asked.item:
        cases = cases.filter(item__code=asked.item) | cases.filter(item__parent=asked.item)
    if asked.unit:
        unit = directory(county).by_code.get(asked.unit)
        cases = cases.filter(lead_id=unit.id) if unit else cases.none()
    if asked.since:
        cases = cases.filter(registered_at__gte=datetime.combine(asked.since, time.min, ZONE))
    if asked.until:
        cases = cases.filter(registered_at__lte=datetime.combine(asked.until, time.max, ZONE))
    return cases


def _opened(request: ApiRequest, ref: str) -> tuple[Case, Sight]:
    try:
        return queries.opened_by(request.caller.actor, ref)
    except Refused as refusal:
        raise missing() from refusal


def missing() -> Problem:
    """The answer for a case that is not there, and for one the key may not see."""
    return Problem("not-found", _("没有这个编号的事项，或者密钥没有查看它的权限。请核对编号。"), field="ref")


def _limit(trace: dict[str, Any] | None) -> Limit | None:
    if trace is None:
        return None
    return Limit(**{name: str(trace.get(name) or "") for name in ("rule", "citation", "start")})


def _reports(case: Case, request: ApiRequest) -> list[ReportOut]:
    found = []
    for report in queries.reports_of(case).filter(erased_at=None):
        report.case = case
        found.append(shown(report, request.caller))
    return found


def _assignments(case: Case) -> list[Given]:
    known = directory(case.county).by_id
    return [
        Given(
            unit=UnitOut(code=known[row.unit_id].code, name=known[row.unit_id].name), role=_one(Role, row.role),
            given_at=row.given_at, signed_at=row.signed_at, ended_at=row.ended_at, outcome=row.outcome,
        )
        for row in Assignment.objects.filter(county=case.county, case=case).order_by("given_at", "id")
    ]  # fmt: skip


def _replies(case: Case) -> list[Replied]:
    return [
        Replied(seq=line.happening.seq, text=masked_numbers(line.words["reply"]), at=line.happening.at)
        for line in queries.record_of(case, voices=False)
        if line.happening.name == CaseReplied.name and "reply" in line.words
    ]
