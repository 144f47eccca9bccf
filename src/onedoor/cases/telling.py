"""Who is told what about a case: its reporters, the unit it goes to, whoever must decide (消息).

What is told holds codes only. Reporters of a secret case, and whoever may not be safe, get the neutral text or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from onedoor.cases import events
from onedoor.cases.flow import Colour, State, duty_of
from onedoor.cases.models import Case, Contact, Report
from onedoor.cases.models.choices import Safety
from onedoor.cases.models.contact import ReplyBy
from onedoor.cases.models.report import Channel
from onedoor.cases.reporters import joined_openly
from onedoor.core.events import Notice, subscribe
from onedoor.notices.actions.telling import Note, tell
from onedoor.notices.addresses import Address, reaches
from onedoor.organisation.duties import CENTRE_DUTIES, Duty
from onedoor.organisation.queries import directory
from onedoor.work.events import OrderAnswered, OrderDischarged, OrderIssued, TaskSupervised
from onedoor.work.models import Order, Task
from onedoor.work.queries import leading

_NOT_BEFORE_A_SCREEN = (Channel.HOTLINE, Channel.GRID, Channel.POLICE, Channel.LETTER, Channel.UPPER, Channel.BOARD)

_TO_REPORTERS = {
    events.CaseExtended.name: "extended",
    events.CaseSuspended.name: "suspended",
    events.CaseResumed.name: "resumed",
    events.CaseReviewed.name: "replied",
    events.CaseTakenBack.name: "reopened",
    events.CaseDeclined.name: "declined",
    events.AppealDecided.name: "appeal_decided",
    events.VisitAttempted.name: "visit_missed",
    events.CaseRaised.name: "raised",
}
_LEVELS = {"yellow": "task_due", "red": "task_overdue"}


@reaches("report")
def reporter(county: str, report: str) -> Address | None:
    """How a reporter may be reached: not at all where it could put them in danger, or where they wish no answer; with
    the text that says nothing where the case is secret."""
    contact = Contact.objects.select_related("report__case").filter(county=county, report_id=int(report)).first()
    if contact is None:
        return None
    case = contact.report.case
    unsafe = case.safety in (Safety.STOPPED, Safety.HELD)
    by_message = contact.reply_by in (ReplyBy.PHONE, ReplyBy.MESSAGE)
    return Address(phone=contact.phone, silent=unsafe or not by_message or not contact.phone, neutral=case.secret)


@subscribe(
    events.CaseRegistered, events.CaseExtended, events.CaseSuspended, events.CaseResumed, events.CaseReviewed,
    events.CaseTakenBack, events.CaseDeclined, events.AppealDecided, events.VisitAttempted, events.CaseRaised,
    events.CaseTransferred, events.CaseMerged, events.CaseUnmerged, events.LimitRecomputed,
    name="cases.tell_reporters",
)  # fmt: skip
def tell_reporters(notice: Notice, now: datetime) -> None:
    """Tell the reporters what moved in their case; of merged cases each their own."""
    case = _case(notice)
    kind = _kind(case, notice)
    if kind:
        facts = {"due": notice.payload["flow"]["solve_by"] or ""}
        tell(*(_note(notice, kind, f"report:{report}", facts) for report in _reporters(case, notice)))


def _kind(case: Case, notice: Notice) -> str:
    told = notice.payload
    match notice.name:
        case events.CaseRegistered.name:
            return "registered" if case.channel in _NOT_BEFORE_A_SCREEN else ""
        case events.CaseTransferred.name:
            return "transferred" if told["ended"] else ""
        case events.CaseMerged.name:
            return "merged" if joined_openly(told["into"], county=case.county) else ""
        case events.CaseUnmerged.name:
            return "neutral"
        case events.LimitRecomputed.name:
            return "limit_moved" if told["which"] == "solve" else ""
    return _TO_REPORTERS[notice.name]


def _reporters(case: Case, notice: Notice) -> Iterator[int]:
    """The reporters a line concerns: of a call-back that one; else the case's own, and those of merged cases."""
    if notice.name == events.VisitAttempted.name and notice.payload["report"]:
        yield notice.payload["report"]
        return
    yield from Report.objects.filter(county=case.county, case=case).values_list("id", flat=True)
    merged = Report.objects.filter(county=case.county, case__into=case, case__state=State.MERGED)
    yield from merged.values_list("id", flat=True)


@subscribe(
    events.CaseAdded, events.CaseDispatched, events.CaseEntrusted, events.CaseReassigned, events.RequestAsked,
    events.RequestDecided, events.SafetyStopped, name="cases.tell_staff",
)  # fmt: skip
def tell_staff(notice: Notice, now: datetime) -> None:
    """Tell whoever has something new to do."""
    case, told = _case(notice), notice.payload
    match notice.name:
        case events.CaseDispatched.name | events.CaseEntrusted.name:
            facts = {"unit": told["unit"], "due": told["flow"]["due"]}
            notes = [_note(notice, "case_given", _unit(case, told["unit"]), facts)]
            facts = {"due": told["flow"]["solve_by"]}
            notes += [
                _note(notice, "assist_asked", _unit(case, code), facts | {"unit": code}) for code in told["assists"]
            ]
            tell(*notes)
        case events.CaseAdded.name:
            if task := leading(case.county, case.subject):
                tell(_note(notice, "added", f"duty:{task.unit.code}:{task.duty}:{task.area}", {}))
        case events.CaseReassigned.name:
            facts = {"unit": told["unit"], "due": told["flow"]["due"]}
            taken = _note(notice, "case_taken", _unit(case, told["before"]), {"unit": told["before"]})
            tell(_note(notice, "case_given", _unit(case, told["unit"]), facts), taken)
        case events.RequestAsked.name:
            facts = {"unit": told["unit"] or directory(case.county).centre.code, "due": told["trace"]["due"]}
            tell(_note(notice, "request_asked", _centre(case, Duty.APPROVE), facts))
        case events.RequestDecided.name:
            asked = case.requests.get(pk=told["request"])
            tell(_note(notice, "request_decided", f"member:{asked.asked_by}", {}))
        case events.SafetyStopped.name:
            tell(_note(notice, "safety_stop", _centre(case, Duty.SAFETY), {}, urgent=True))


@subscribe(TaskSupervised, OrderIssued, OrderAnswered, OrderDischarged, name="cases.tell_chased")
def tell_chased(notice: Notice, now: datetime) -> None:
    """Tell about chases and orders: whom the rule names, the unit, the supervisors."""
    if not notice.subject.startswith("case:"):
        return
    case, told = _case(notice), notice.payload
    facts = {"unit": told["unit"], "due": told.get("due") or ""}
    if notice.name == TaskSupervised.name:
        task = Task.objects.get(county=notice.county, pk=told["task"])
        kind = _LEVELS.get(told["level"], "urged")
        tell(*(_note(notice, kind, to, facts, urgent=task.urgent) for to in _chased(case, task, told["tells"])))
        return
    order = Order.objects.get(county=notice.county, number=told["order"])
    if notice.name == OrderAnswered.name:
        tell(_note(notice, "order_answered", f"duty:{order.supervisor.code}:supervise:{order.area}", facts))
    else:
        kind = "order_issued" if notice.name == OrderIssued.name else "order_discharged"
        tell(_note(notice, kind, _unit(case, told["unit"]), facts))


def _chased(case: Case, task: Task, tells: list[str]) -> Iterator[str]:
    """Whom a rung names: the holder of the task, and duties of the centre."""
    for whom in dict.fromkeys(tells):
        if whom == "holder":
            yield f"duty:{task.unit.code}:{task.duty}:{task.area}"
        elif whom in CENTRE_DUTIES and not (case.restricted and whom == Duty.LEAD and case.colour != Colour.RED):
            yield _centre(case, whom)


def _case(notice: Notice) -> Case:
    return Case.objects.select_related("into").get(county=notice.county, ref=notice.subject.partition(":")[2])


def _centre(case: Case, duty: str) -> str:
    return f"duty:{directory(case.county).centre.code}:{duty_of(duty, restricted=case.restricted)}:{case.area}"


def _unit(case: Case, code: str) -> str:
    unit = directory(case.county).by_code[code]
    return f"duty:{code}:handle:{unit.meets(case.area)}"


def _note(notice: Notice, kind: str, to: str, facts: dict[str, Any], *, urgent: bool = False) -> Note:
    return Note(
        kind,
        notice.county,
        notice.subject,
        to,
        facts,
        notice.at,
        urgent=urgent,
        key=f"{notice.subject}:{notice.seq}:{kind}",
    )
