"""How a report is brought in: what a client sends, under which key, and what it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from onedoor.cases.actions.registering import LONGEST_TEXT, Incoming, area_of, register
from onedoor.cases.models import Case, Report
from onedoor.cases.queries import query_code
from onedoor.core.crypto import blind_index
from onedoor.core.refusal import Refused
from onedoor.exchange.api.auth import Caller
from onedoor.exchange.api.fields import Answer, AreaCode, Body, Code, Day, Id, Line, Moment, Ref, Sent, Text
from onedoor.exchange.api.problems import Problem
from onedoor.geography.codes import within

Channel = Literal["window", "hotline", "qr", "web", "grid", "petition", "police", "letter", "upper", "board"]
_PHONE = r"^$|^([+ ()-]*[0-9]){7,12}[ ()-]*$|^\+?86([ -]?[0-9]){11}$"


class ReportBody(Body):
    """一件来件：谁、通过什么渠道、反映了什么。 A report: who told what, through which channel."""

    channel: Channel = Field(description="来源渠道。 The channel.")
    text: Text = Field(min_length=1, max_length=LONGEST_TEXT, description="反映内容的原话。 What was told, as it was.")
    title: Line = Field("", max_length=200, description="标题；不写就取第一句。 A title; else the first sentence.")
    place: Line = Field("", max_length=200, description="地点的原话。 The place in words.")
    area: AreaCode | Literal[""] = Field("", description="区划或网格代码，须在密钥的范围内。 Inside the key's area.")
    lon: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False, description="经度，和纬度一起写。 Degrees.")
    lat: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False, description="纬度。 Degrees.")
    nature: Literal["demand", "dispute", "petition", "inform"] = Field("demand", description="性质；inform是举报。")
    kind: Literal["", "consult", "help", "complaint", "inform", "suggest", "praise", "other"] = Field(
        "", description="来电类型。 What the caller wants."
    )
    item: Code | Literal[""] = Field("", description="事项代码，见/catalogue/items。 The code of an item.")
    urgency: Literal["critical", "urgent", "prompt", "timely", "normal"] = Field("normal", description="紧急程度。")
    people: Literal["", "under-50", "50-100", "100-500", "over-500"] = Field("", description="涉及人数。")
    accused: Code | Literal[""] = Field("", description="被举报单位的代码，只用于举报。 Only with nature=inform.")
    upstream_no: Line = Field("", max_length=60, description="上级交办的编号。 The number it has at the level above.")
    upstream_by: Day | None = Field(None, description="上级要求的期限。 By when the level above wants it.")
    name: Line = Field("", max_length=60, description="反映人姓名，加密保存。 Kept encrypted.")
    phone: str = Field("", max_length=40, pattern=_PHONE, description="电话，加密保存。 Kept encrypted.")
    address: Line = Field("", max_length=200, description="住址，加密保存。 Kept encrypted.")
    reply_by: Literal["phone", "message", "letter", "none"] = Field("phone", description="怎样答复。 How to reply.")
    text_only: bool = Field(False, description="只发文字，不打电话。 To be written to, never rung up.")
    tongue: Literal["", "dialect", "sign", "other"] = Field("", description="沟通语言。 The language they speak.")
    anonymous: bool = Field(False, description="匿名：不保存姓名、电话和住址。 Keeps nothing of who it was.")
    confidential: bool = Field(False, description="要求保密。 To be kept confidential.")
    source_id: Line = Field("", max_length=80, description="您系统里的编号，不能重复。 Your own number, used once.")
    sent_at: Sent | None = Field(None, description="当事人反映的时间。 When it was told.")


class Receipt(Answer):
    """回执。举报件和保密件只有编号和查询码。 The receipt; of a secret report only ref and query code."""

    id: Id | None = Field(description="来件编号，用于GET /reports/{id}。 The number of the report.")
    case: Ref = Field(description="事项编号（一案一码）。 The reference of the case.")
    query_code: str = Field(pattern=r"^[0-9]{8}$", description="查询码，只给当事人。 For the resident alone.")
    receipt: str | None = Field(description="回执上的话，可转给当事人。 What to tell the resident.")
    due: Moment | None = Field(description="何时之前分派。 By when it goes to whoever handles it.")


@dataclass(frozen=True)
class Brought:
    """What became of a report: its receipt, and whether it had been there already."""

    receipt: Receipt
    replayed: bool


def bring(body: ReportBody, *, key: str, caller: Caller) -> Brought:
    """Register what a client brings, once for each key. Raises Refused for what cannot be registered, outside the
    client's area, and for a key or source id that brought something else."""
    digest = _digest(body)
    incoming = _incoming(body, key=key, digest=digest, caller=caller)
    known = _known(incoming, caller.county)
    if known is None:
        _must_be_inside(incoming, caller)
        case, report = register(incoming, county=caller.county, by=caller.actor, at=caller.at)
        known = (case, report) if report.received_at != caller.at else None
        if known is None:
            return Brought(_receipt(case, report), replayed=False)
    case, report = known
    if report.digest != digest:
        raise Problem(
            "key-reused", gettext_lazy("这个幂等键或来源编号已经登记过另一件。请换一个再发。"),
            field="source_id" if report.token != incoming.token else "Idempotency-Key",
        )  # fmt: skip
    return Brought(_receipt(case, report), replayed=True)


def _incoming(body: ReportBody, *, key: str, digest: str, caller: Caller) -> Incoming:
    given = body.model_dump()
    if not given["area"] and body.lon is None:
        given["area"] = caller.client.area
    if body.sent_at and body.sent_at > caller.at:
        raise Problem("invalid", gettext_lazy("反映时间晚于现在。请核对时间和时区。"), field="sent_at")
    return Incoming(**given, feed=caller.client.subject, token=_token(key, caller), digest=digest)


def _must_be_inside(incoming: Incoming, caller: Caller) -> None:
    if not within(caller.client.area).covers(area_of(incoming, caller.county)):
        said = _("这个地方不在密钥的范围（%(area)s）里，登记不了。请核对地点，或联系中心。")
        raise Refused(said % {"area": caller.client.area}, field="area")


def _token(key: str, caller: Caller) -> str:
    """What the report is known by in the store: the same for the same client and key, and telling neither."""
    return "api-" + blind_index(f"{caller.client.code} {key}", purpose="api-idempotency")


def _digest(body: ReportBody) -> str:
    """A keyed hash of what was sent; parts left out and parts given as their defaults are the same."""
    told = body.model_dump(mode="json", exclude_defaults=True)
    return blind_index(json.dumps(told, ensure_ascii=False, sort_keys=True), purpose="api-body")


def _known(incoming: Incoming, county: str) -> tuple[Case, Report] | None:
    found = Report.objects.select_related("case").filter(county=county, token=incoming.token).first()
    return (found.case, found) if found else None


def _receipt(case: Case, report: Report) -> Receipt:
    code = query_code(case.ref, report.id)
    if case.secret:
        return Receipt(id=None, case=case.ref, query_code=code, receipt=None, due=None)
    told = _("已经登记，编号%(ref)s，查询码%(code)s。凭编号和查询码随时可以查进度。") % {"ref": case.ref, "code": code}
    if case.due_at and not case.ended:
        due = f"{localtime(case.due_at):%Y-%m-%d %H:%M}"
        told += _("%(due)s前确定由谁来办。") % {"due": due}
    return Receipt(id=str(report.id), case=case.ref, query_code=code, receipt=told, due=case.due_at)
