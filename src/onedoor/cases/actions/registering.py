"""Register a report: one door, one case, one ref (登记)."""

from __future__ import annotations

import contextlib
import json
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from onedoor.cases import indexing
from onedoor.cases.actions.advancing import flow_of, of_centre
from onedoor.cases.actions.attaching import join, joining
from onedoor.cases.actions.intake import Intake, free_refs
from onedoor.cases.events import CaseRegistered, ReportReceived, SafetyStopped
from onedoor.cases.flow import State
from onedoor.cases.models import Case, Contact, Report
from onedoor.cases.models.attachment import Stage
from onedoor.cases.models.choices import Kind, Nature, People, Safety, Urgency
from onedoor.cases.models.contact import ReplyBy, Tongue, tail_index
from onedoor.cases.models.report import Channel
from onedoor.catalogue.models import Item
from onedoor.catalogue.queries import catalogue, signs_in
from onedoor.core import waker
from onedoor.core.chain import commitment
from onedoor.core.crypto import blind_index
from onedoor.core.events import record
from onedoor.core.fresh import fresh
from onedoor.core.privacy import normalised_phone
from onedoor.core.refs import new_ref
from onedoor.core.refusal import Refused
from onedoor.core.writing import insert_together
from onedoor.geography.atlas import atlas
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import directory
from onedoor.work.actions import tasks

SECRET_TITLE = "保密事项"
"""What stands for the words of a secret report until the desk has written a summary."""

LONGEST_TEXT = 20_000
_LONGEST_TITLE = 40
_TRIES = 3
_TOGETHER = frozenset({"cases.index"})
"""Who hears of a batch once, where many are registered together, and not of each."""
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_ALLOWED = {
    "channel": frozenset(Channel.values),
    "nature": frozenset(Nature.values),
    "urgency": frozenset(Urgency.values),
    "reply_by": frozenset(ReplyBy.values),
    "kind": frozenset(["", *Kind.values]),
    "people": frozenset(["", *People.values]),
    "tongue": frozenset(["", *Tongue.values]),
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no store holds these


@dataclass(frozen=True)
class Incoming:
    """What somebody told us, through whatever channel. ``sent_at``: when it was sent, where a feed brings it later.
    ``uploads`` is the key under which its files wait."""

    channel: str
    text: str
    title: str = ""
    place: str = ""
    area: str = ""
    lon: float | None = None
    lat: float | None = None
    nature: str = Nature.DEMAND
    kind: str = ""
    item: str = ""
    urgency: str = Urgency.NORMAL
    people: str = ""
    accused: str = ""
    upstream_no: str = ""
    upstream_by: date | None = None
    name: str = ""
    phone: str = ""
    address: str = ""
    reply_by: str = ReplyBy.PHONE
    text_only: bool = False
    tongue: str = ""
    anonymous: bool = False
    confidential: bool = False
    token: str = ""
    feed: str = ""
    source_id: str = ""
    digest: str = ""
    sent_at: datetime | None = None
    uploads: str = ""


def register(incoming: Incoming, *, county: str, by: Actor, at: datetime) -> tuple[Case, Report]:
    """Keep the report as it came, open a case for it, and let the centre owe its triage.

    A token or source id that is there already gives the case it made: sending twice is registering once.
    Raises Refused when there is nothing to register or a field cannot be used, and for a member without the duty.
    """
    if not (by.trusted or by.is_resident or by.has(Duty.REGISTER)):
        raise Refused(_("登记来件要由受理登记岗来做。请转给窗口或热线。"))
    _check(incoming)
    for _attempt in range(_TRIES):
        case, report, rows = rows_of(incoming, county=county, by=by, at=at)
        try:
            with transaction.atomic() if incoming.uploads or connection.in_atomic_block else contextlib.nullcontext():
                _write(rows, incoming, case=case, report=report, by=by, at=at)
        except IntegrityError:
            if known := _known(incoming, county):
                return known
            continue  # the drawn reference was taken
        transaction.on_commit(waker.poke)
        return case, report
    raise RuntimeError("no free reference found")


def _write(
    rows: list[models.Model], incoming: Incoming, *, case: Case, report: Report, by: Actor, at: datetime
) -> None:
    """Write the rows, and with them what waits under the key of the files."""
    if not incoming.uploads:
        insert_together(rows)
        return
    files, told = joining(incoming.uploads, case=case, report=report, stage=Stage.REPORT, by=by, at=at)
    insert_together([*rows, *told])
    join(files, case=case)


def register_together(batch: Iterable[Incoming], *, county: str, by: Actor, at: datetime) -> None:
    """Register a batch of reports that a feed brought and its reader has checked, all or none.

    Raises IntegrityError when a source id is there already or a drawn reference is taken: the caller leaves out what
    is known and tries again.
    """
    told = list(batch)
    intake = Intake(county, at)
    rows: list[models.Model] = []
    cases: list[int] = []
    for incoming, ref in zip(told, free_refs(county, [at] * len(told)), strict=True):
        case, _report, made = rows_of(incoming, county=county, by=by, at=at, drawn=ref, intake=intake, beside=_TOGETHER)
        rows += made
        cases.append(case.id)
    if rows:
        insert_together([*rows, indexing.later(county, cases, at)])
        transaction.on_commit(waker.poke)


def rows_of(
    incoming: Incoming,
    *,
    county: str,
    by: Actor,
    at: datetime,
    drawn: str = "",
    intake: Intake | None = None,
    beside: Collection[str] = (),
) -> tuple[Case, Report, list[models.Model]]:
    """Case, report, and every row that registers them, not yet written. Raises Refused as ``register`` does.

    ``drawn``, a free reference, and ``intake`` are given where many come in together; ``beside`` are subscribers that
    are told another way.
    """
    intake = intake or Intake(county, at)
    limit = intake.limit("triage", incoming.urgency)
    case = new_case(incoming, county=county, at=at, ref=drawn)
    case.holder, case.due_at = directory(county).centre, limit.due
    report, contact = new_report(incoming, case=case, by=by, at=at)
    owed = of_centre(case, "triage", Duty.TRIAGE)
    _task, owed_rows = tasks.opened(owed, subject=case.subject, limit=limit, at=at, first=intake.first)
    told = record(received(report, sent_at=incoming.sent_at), on=case, by=by, at=at, beside=beside)
    told += record(
        CaseRegistered(flow=flow_of(case), nature=case.nature, urgency=case.urgency, trace=limit.trace),
        on=case, by=by, at=at, beside=beside,
    )  # fmt: skip
    stopped = _stopped(case, incoming, intake, by=by, beside=beside)
    return case, report, [case, report, contact, *owed_rows, *told, *stopped]


def _stopped(
    case: Case, incoming: Incoming, intake: Intake, *, by: Actor, beside: Collection[str]
) -> list[models.Model]:
    """Signs of violence, crime or a child at risk in the words: a trained person owes a look at once."""
    signs = signs_in(case.county, incoming.text)
    if not signs:
        return []
    case.safety = Safety.STOPPED
    at, limit = intake.at, intake.limit("assess_safety")
    owed = tasks.pressing(of_centre(case, "assess_safety", Duty.SAFETY))
    _task, rows = tasks.opened(owed, subject=case.subject, limit=limit, at=at, leading=False, first=intake.first)
    event = SafetyStopped(flow=flow_of(case), signs=signs, trace=limit.trace)
    return rows + record(event, on=case, by=by, at=at, beside=beside)


def new_case(incoming: Incoming, *, county: str, at: datetime, ref: str = "") -> Case:
    """The case a report opens, not yet written. An informant's report is confidential from the first moment, and the
    title of a secret case says nothing of what was told."""
    secret = incoming.confidential or incoming.nature == Nature.INFORM
    return fresh(
        Case,
        county=county,
        ref=ref or new_ref(county, at),
        state=State.REGISTERED,
        nature=incoming.nature,
        kind=incoming.kind,
        item=_item(incoming, county),
        urgency=incoming.urgency,
        people=incoming.people,
        area=area_of(incoming, county),
        channel=incoming.channel,
        title=SECRET_TITLE if secret else incoming.title.strip()[:200] or headline(incoming.text),
        confidential=secret,
        accused=_accused(incoming, county),
        upstream_no=incoming.upstream_no.strip(),
        upstream_by=incoming.upstream_by,
        registered_at=at,
    )


def new_report(incoming: Incoming, *, case: Case, by: Actor, at: datetime) -> tuple[Report, Contact]:
    """The report and its contact, not yet written."""
    report = fresh(
        Report,
        county=case.county,
        case=case,
        channel=incoming.channel,
        feed=incoming.feed,
        source_id=incoming.source_id,
        token=incoming.token,
        title=incoming.title.strip()[:200] or headline(incoming.text),
        text=incoming.text,
        place=incoming.place.strip()[:200],
        area=case.area,
        lon=incoming.lon,
        lat=incoming.lat,
        received_at=at,
        registered_by=by.code,
        salt=secrets.token_bytes(16),
        digest=incoming.digest,
    )
    known = not incoming.anonymous
    contact = fresh(
        Contact,
        county=case.county,
        report=report,
        name=incoming.name.strip() if known else "",
        phone=incoming.phone.strip() if known else "",
        address=incoming.address.strip() if known else "",
        phone_index=blind_index(normalised_phone(incoming.phone), purpose="phone") if known else "",
        tail_index=tail_index(incoming.phone) if known else "",
        reply_by=_reply_by(incoming),
        anonymous=incoming.anonymous,
        text_only=incoming.text_only and known,
        tongue=incoming.tongue if known else "",
    )
    return report, contact


def _reply_by(incoming: Incoming) -> str:
    """Nobody who gives no name can be reached, and who wishes to be written to is never rung up."""
    if incoming.anonymous:
        return ReplyBy.NONE
    return ReplyBy.MESSAGE if incoming.text_only and incoming.reply_by == ReplyBy.PHONE else incoming.reply_by


def received(report: Report, *, sent_at: datetime | None = None) -> ReportReceived:
    """The event of a report's arrival, with the commitment to what it says."""
    return ReportReceived(
        report=report.id, channel=report.channel, area=report.area, feed=report.feed, sealed=sealed(report),
        sent_at=sent_at,
    )  # fmt: skip


def sealed(report: Report) -> str:
    """The commitment to a report's words and to who sent it."""
    contact = report.contact
    told = [report.title, report.text, report.place, contact.name, contact.phone, contact.address]
    return commitment(json.dumps(told, ensure_ascii=False), bytes(report.salt))


def headline(text: str) -> str:
    """The first sentence of a text, short enough for a list."""
    parts = (part[0].strip() for part in _SENTENCE.finditer(text))
    first = next(filter(None, parts), text.strip())
    return first if len(first) <= _LONGEST_TITLE else first[: _LONGEST_TITLE - 1] + "…"


def area_of(incoming: Incoming, county: str) -> str:
    """Where a report is: the grid of its point, else the area it names, else the county. Raises Refused for a place
    that is not there."""
    known = atlas(county)
    if incoming.lon is not None and incoming.lat is not None and (grid := known.grid_at(incoming.lon, incoming.lat)):
        return grid
    area = known.found(incoming.area, lon=incoming.lon, lat=incoming.lat)
    if area and not known.known(area):
        raise Refused(_("没有代码为%(code)s的地方。请重新选择地点。") % {"code": incoming.area}, field="area")
    return area or f"{county}000000"


def _item(incoming: Incoming, county: str) -> Item | None:
    """What it is about, as whoever registers takes it; the triage decides."""
    if not incoming.item:
        return None
    item = catalogue(county).items.get(incoming.item)
    if item is None or not item.parent:
        raise Refused(_("没有这个事项。请从目录里选择，或者留空由分派岗定。"), field="item")
    return item


def _accused(incoming: Incoming, county: str) -> Unit | None:
    if not incoming.accused:
        return None
    unit = directory(county).by_code.get(incoming.accused)
    if unit is None or incoming.nature != Nature.INFORM:
        raise Refused(_("没有这个单位。请从名单里选择被反映的单位。"), field="accused")
    return unit


def _check(incoming: Incoming) -> None:
    if not incoming.text.strip():
        raise Refused(_("还没有写出了什么事。写一句话就行。"), field="text")
    if len(incoming.text) > LONGEST_TEXT:
        raise Refused(
            _("写得太长了，最多%(most)s字。请把要紧的写在这里，其余作为附件。") % {"most": LONGEST_TEXT}, field="text"
        )
    told = incoming.text + incoming.title + incoming.place + incoming.name + incoming.phone + incoming.address
    if _UNSTORABLE.search(told):
        raise Refused(_("文字里有看不见的控制字符。请重新输入，不要粘贴。"), field="text")
    if not re.fullmatch(r"[!-~]{0,40}", incoming.token):
        raise Refused(_("表单的编号不对。请刷新页面，重新填写。"), field="token")
    if not _on_earth(incoming):
        raise Refused(_("定位不对。请在地图上重新选点，或写明地点。"), field="place")
    phone = normalised_phone(incoming.phone)
    if incoming.phone.strip() and not incoming.anonymous and not re.fullmatch(r"\d{7,12}", phone):
        raise Refused(_("电话号码应是7到12位数字。请检查，或者留空。"), field="phone")
    for field, allowed in _ALLOWED.items():
        if (value := getattr(incoming, field)) not in allowed:
            raise Refused(_("“%(value)s”不在可选范围里。请重新选择。") % {"value": value}, field=field)


def _on_earth(incoming: Incoming) -> bool:
    if incoming.lon is None or incoming.lat is None:
        return incoming.lon is incoming.lat
    return abs(incoming.lon) <= 180 and abs(incoming.lat) <= 90


def _known(incoming: Incoming, county: str) -> tuple[Case, Report] | None:
    mine = Report.objects.select_related("case", "contact").filter(county=county)
    report = None
    if incoming.token:
        report = mine.filter(token=incoming.token).first()
    if report is None and incoming.source_id:
        report = mine.filter(feed=incoming.feed, source_id=incoming.source_id).first()
    return (report.case, report) if report else None
