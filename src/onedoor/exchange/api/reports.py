"""Reports: bring them in, and read those one brought or may see."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Header, Path, Query, Status
from pydantic import Field

from onedoor.cases.models import Report
from onedoor.cases.models.choices import Nature
from onedoor.cases.queries import seen
from onedoor.core.clock import ZONE
from onedoor.core.privacy import masked_name, masked_numbers, masked_phone
from onedoor.core.refusal import Refused
from onedoor.exchange.api import problems
from onedoor.exchange.api.auth import ApiRequest, Caller
from onedoor.exchange.api.bringing import Channel, Receipt, ReportBody, bring
from onedoor.exchange.api.fields import Answer, AreaCode, Body, Day, Flag, Id, Moment, Ref
from onedoor.exchange.api.paging import Page, Paged, page_of
from onedoor.exchange.api.problems import Problem, ProblemDetails
from onedoor.exchange.api.router import english_of, operation
from onedoor.exchange.models import Scope
from onedoor.geography.codes import within

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", pattern=r"^[!-~]{1,128}$",
        description="幂等键：每件一个，重发时不变。 One for each report, the same when it is sent again.",
        examples=["2026-09-14-000017"],
    ),
]  # fmt: skip

MOST = 100
"""How many reports a batch may hold."""

REPLAYED = "Idempotent-Replay"
_EXAMPLE = {
    "channel": "hotline", "text": "翠湖花园3幢电梯又停了，老人上下楼不方便。", "place": "翠湖花园3幢",
    "area": "990801001001", "name": "周晓云", "phone": "10010012345", "source_id": "H-20260914-0017",
}  # fmt: skip


class Reporter(Answer):
    """反映人，一律打码。 Who reported, masked."""

    name: str
    phone: str
    anonymous: bool
    reply_by: str


class ReportOut(Answer):
    """一件来件。 A report."""

    id: Id
    case: Ref
    channel: str
    title: str
    text: str = Field(description="原话；长串数字打码。 The words; long numbers masked.")
    place: str
    area: str
    lon: float | None
    lat: float | None
    received_at: Moment
    mine: bool = Field(description="是不是这个密钥登记的。 Whether this client brought it.")
    source_id: str = Field(description="您系统里的编号；别的系统的不给。 Your own number; nobody else's.")
    reporter: Reporter


class Reports(Page):
    """一页来件，新的在前。 A page of reports, the latest first."""

    items: list[ReportOut]


class Batch(Body):
    """一批来件，最多100件。 Up to 100 reports."""

    reports: list[ReportBody] = Field(min_length=1, max_length=MOST)


class Outcome(Answer):
    """一件的结果：回执或出错说明。 What became of one: its receipt, or a problem."""

    status: int = Field(description="单发这一件会得到的状态码。 The status it would have had by itself.")
    receipt: Receipt | None
    problem: ProblemDetails | None


class Outcomes(Answer):
    """每件的结果，顺序和发来的一样。 One for each, in the order they were sent."""

    results: list[Outcome]


@operation(
    "POST", "/reports", scope=Scope.REPORTS_WRITE, name="createReport", tag="reports",
    title=("登记来件", "Register a report"),
    about=(
        "登记一件来件并立案，返回编号、查询码和回执。同一个Idempotency-Key再发同样的内容，返回同一件（200）；内容不同则409。",
        "Registers a report and opens its case. The same Idempotency-Key with the same body answers with the same case"
        " (200); with another body it is refused (409).",
    ),
    answers={201: Receipt, 200: Receipt}, refuses=(409,), body=_EXAMPLE,
)  # fmt: skip
def create_report(request: ApiRequest, body: ReportBody, key: Key) -> Status[Receipt]:
    brought = bring(body, key=key, caller=request.caller)
    if brought.replayed:
        request.told[REPLAYED] = "true"
    return Status(200 if brought.replayed else 201, brought.receipt)


@operation(
    "POST", "/reports/batch", scope=Scope.REPORTS_WRITE, name="createReports", tag="reports",
    title=("批量登记来件", "Register many reports"),
    about=(
        "一次登记最多100件，每件各有结果；一件不成不影响别的。每件的幂等键由Idempotency-Key和它的位置得来，整批重发即可。",
        "Registers up to 100 reports, each with its own result; one that fails keeps no other from going in. Each is"
        " known by the Idempotency-Key and its place, so the whole batch may be sent again.",
    ),
    answers=Outcomes, refuses=(409,), body={"reports": [_EXAMPLE]},
)  # fmt: skip
def create_reports(request: ApiRequest, body: Batch, key: Key) -> Outcomes:
    return Outcomes(results=[_outcome(one, f"{key} {place}", request.caller) for place, one in enumerate(body.reports)])


def _outcome(body: ReportBody, key: str, caller: Caller) -> Outcome:
    try:
        brought = bring(body, key=key, caller=caller)
    except Refused as refusal:
        told = problems.details_of(refusal, english_of(refusal, lambda: bring(body, key=key, caller=caller)))
        return Outcome(status=told.status, receipt=None, problem=told)
    return Outcome(status=200 if brought.replayed else 201, receipt=brought.receipt, problem=None)


@operation(
    "GET", "/reports", scope=(Scope.REPORTS_READ, Scope.REPORTS_WRITE), name="listReports", tag="reports",
    title=("列出来件", "List reports"),
    about=(
        "reports:read可以看范围内的来件；只有reports:write时，只看这个密钥登记的。新的在前。",
        "With reports:read the reports of the key's area and unit; with reports:write alone those this client brought."
        " The latest first.",
    ),
    answers=Reports, example="/reports?limit=20",
)  # fmt: skip
def list_reports(
    request: ApiRequest,
    paged: Query[Paged],
    channel: Annotated[Channel | None, Query(description="来源渠道。 The channel.")] = None,
    area: Annotated[AreaCode | None, Query(description="这个区划以内。 Inside this area.")] = None,
    case: Annotated[Ref | None, Query(description="事项编号。 The reference of a case.")] = None,
    since: Annotated[Day | None, Query(alias="from", description="这一天起收到的。 From this day on.")] = None,
    until: Annotated[Day | None, Query(alias="to", description="到这一天为止收到的。 Until this day.")] = None,
    mine: Annotated[Flag | None, Query(description="只看这个密钥登记的。 Only those this client brought.")] = None,
) -> Reports:
    found = _readable(request.caller)
    if channel:
        found = found.filter(channel=channel)
    if area:
        span = within(area)
        found = found.filter(area__gte=span.first, area__lt=span.end)
    if case:
        found = found.filter(case__ref=case)
    if since:
        found = found.filter(received_at__gte=datetime.combine(since, time.min, ZONE))
    if until:
        found = found.filter(received_at__lte=datetime.combine(until, time.max, ZONE))
    if mine:
        found = found.filter(feed=request.caller.client.subject)
    rows, following = page_of(request, found, by=("-received_at", "-id"), paged=paged)
    return Reports(items=[shown(row, request.caller) for row in rows], next=following)


@operation(
    "GET", "/reports/{report}", scope=(Scope.REPORTS_READ, Scope.REPORTS_WRITE), name="getReport", tag="reports",
    title=("读取来件", "Read a report"),
    about=("看不到的和不存在的，回答一样。", "One that may not be seen is answered like one that is not there."),
    answers=ReportOut, refuses=(404,), example="/reports/72057594037927936",
)  # fmt: skip
def get_report(request: ApiRequest, report: Annotated[Id, Path(description="来件编号。 Its number.")]) -> ReportOut:
    found = _readable(request.caller).filter(pk=int(report)).first()
    if found is None:
        raise Problem("not-found", _("没有这件来件，或者密钥没有查看它的权限。请核对编号。"), field="report")
    return shown(found, request.caller)


def _readable(caller: Caller) -> QuerySet[Report]:
    """The reports the caller may read; nothing of a secret case, whoever brought it."""
    reports = Report.objects.filter(county=caller.county, erased_at=None).select_related("case", "contact")
    if caller.scope == Scope.REPORTS_WRITE:
        own = reports.filter(feed=caller.client.subject, case__confidential=False)
        return own.exclude(case__nature=Nature.INFORM)
    return reports.filter(case__in=seen(caller.actor))


def shown(report: Report, caller: Caller) -> ReportOut:
    """A report as the caller sees it."""
    contact = report.contact
    mine = report.feed == caller.client.subject
    return ReportOut(
        id=str(report.id),
        case=report.case.ref,
        channel=report.channel,
        title=masked_numbers(report.title),
        text=masked_numbers(report.text),
        place=report.place,
        area=report.area,
        lon=report.lon,
        lat=report.lat,
        received_at=report.received_at,
        mine=mine,
        source_id=report.source_id if mine else "",
        reporter=Reporter(
            name=masked_name(contact.name), phone=masked_phone(contact.phone), anonymous=contact.anonymous,
            reply_by=contact.reply_by,
        ),
    )  # fmt: skip
