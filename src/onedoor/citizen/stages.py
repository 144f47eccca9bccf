"""The stages of a case as a resident counts them: what is done now, what is promised, what still follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.events import AppealDecided, CaseTransferred
from onedoor.cases.flow import State
from onedoor.cases.models import Case, Report
from onedoor.cases.models.choices import Origin
from onedoor.cases.models.contact import ReplyBy
from onedoor.cases.queries import Line
from onedoor.cases.reporters import answered
from onedoor.catalogue.models import EmergencyLine
from onedoor.work.models import Task


@dataclass(frozen=True)
class Stage:
    """``promise`` and ``late`` take the moment as ``{when}``; ``todo`` names what follows (``progress``)."""

    title: str | Promise
    promise: str | Promise = ""
    late: str | Promise = ""
    todo: tuple[str, ...] = ()


_FINDING = gettext_lazy("正在确定由哪个单位办")
_LOOKED_BY = gettext_lazy("最晚{when}看完，定下哪天前答复您")
_ANSWER_BY = gettext_lazy("最晚{when}给您答复")
_ANSWER_LATE = gettext_lazy("应在{when}前给您答复，已经晚了")
_END_BY = gettext_lazy("最晚{when}办结")
_LATE = gettext_lazy("应在{when}前做完这一步，已经晚了")

_ALL = ("give", "answer", "call", "end")
_STAGES = {
    State.REGISTERED: Stage(gettext_lazy("正在看您的反映"), _LOOKED_BY, _LATE, _ALL),
    State.TRIAGED: Stage(_FINDING, _ANSWER_BY, _ANSWER_LATE, _ALL),
    State.DISPATCHED: Stage(gettext_lazy("交给办理单位了"), _ANSWER_BY, _ANSWER_LATE, ("answer", "call", "end")),
    State.HANDLING: Stage(gettext_lazy("正在办理"), _ANSWER_BY, _ANSWER_LATE, ("answer", "call", "end")),
    State.RETURNED: Stage(_FINDING, _ANSWER_BY, _ANSWER_LATE, _ALL),
    State.RULED: Stage(_FINDING, _ANSWER_BY, _ANSWER_LATE, _ALL),
    State.REPLIED: Stage(
        gettext_lazy("答复写好了，正在核对"), gettext_lazy("最晚{when}核对完"), _LATE, ("answer", "call", "end")
    ),
    State.REVIEWED: Stage(
        gettext_lazy("答复好了，要打电话问您满不满意"), gettext_lazy("最晚{when}给您打电话"), _LATE, ("end",)
    ),
    State.VISITED: Stage(gettext_lazy("正在办结"), _END_BY, _LATE),
    State.APPEALED: Stage(
        gettext_lazy("您提出了异议，正在复核"), gettext_lazy("最晚{when}告诉您结果"), _LATE, ("result",)
    ),
    State.CLOSED: Stage(gettext_lazy("办结了")),
    State.ARCHIVED: Stage(gettext_lazy("办结了")),
    State.ANSWERED: Stage(gettext_lazy("当场答复了")),
    State.DECLINED: Stage(gettext_lazy("没有受理")),
    State.WITHDRAWN: Stage(gettext_lazy("您撤回了，不再办理")),
}
_UNSOLVED = Stage(
    gettext_lazy("您说没有解决，正在安排重办"),
    gettext_lazy("最晚{when}安排好"),
    _LATE,
    ("again", "answer", "call", "end"),
)
_AGAIN = replace(_UNSOLVED, title=gettext_lazy("还没有完全办好，正在安排重办"))
_REOPENED = Stage(gettext_lazy("您说没有解决，正在重新看"), _LOOKED_BY, _LATE, _ALL)
_HALTED = Stage(gettext_lazy("暂停办理"), _ANSWER_BY, _ANSWER_LATE, ("resume", "answer", "call", "end"))
_WRITTEN_TO = replace(
    _STAGES[State.REVIEWED],
    title=gettext_lazy("答复好了，要发短信问您满不满意"),
    promise=gettext_lazy("最晚{when}给您发短信"),
)
_ANSWERED = Stage(gettext_lazy("答复好了，请看下面"), _END_BY, _LATE)
_HEARD = Stage(gettext_lazy("您的话记下了，正在做完回访"), gettext_lazy("最晚{when}做完"), _LATE, ("end",))
_ASKED = Stage(gettext_lazy("问过您了，正在办结"), _END_BY, _LATE)
_UPHELD = Stage(gettext_lazy("复核过了，仍不受理"))
_PAST = Stage(gettext_lazy("以前的事，已经存档"))


def stage_of(report: Report, case: Case, lines: Sequence[Line], task: Task | None) -> Stage:
    """Where ``case``, which is handled for the report, stands for the one who brought it."""
    if case.origin == Origin.IMPORTED and case.state == State.ARCHIVED:
        return _PAST
    match case.state:
        case State.REGISTERED if report.case.unsolved and report.case_id == case.id:
            return _REOPENED
        case State.HANDLING if case.suspended_until:
            return _HALTED
        case State.REVIEWED:
            return _called_back(report, case)
        case State.VISITED:
            return _settled(report, case, task)
        case State.TRANSFERRED:
            service = EmergencyLine(last(lines, CaseTransferred.name)["service"]).label
            return Stage(_("已经转给%(service)s") % {"service": service})
        case State.DECLINED if decided(lines):
            return _UPHELD
    return _STAGES[State(case.state)]


def _called_back(report: Report, case: Case) -> Stage:
    if answered(case, report):
        return _HEARD
    if not reachable(report):
        return _ANSWERED
    return _WRITTEN_TO if report.contact.text_only else _STAGES[State.REVIEWED]


def _settled(report: Report, case: Case, task: Task | None) -> Stage:
    if report.case.unsolved:
        return _UNSOLVED
    if task and task.verb == "rework":
        return _AGAIN
    return _ASKED if answered(case, report) else _STAGES[State.VISITED]


def reachable(report: Report) -> bool:
    """Whether a call-back can be promised: there is a phone, and the resident did not ask to be left alone. Who wishes
    to be written to only is written to (``Contact.text_only``)."""
    contact = report.contact
    return bool(contact.phone_index) and contact.reply_by != ReplyBy.NONE


def last(lines: Sequence[Line], *names: str) -> dict[str, Any]:
    """The payload of the latest event of these names; empty when there was none."""
    happenings = (line.happening for line in reversed(lines))
    return next((happening.payload for happening in happenings if happening.name in names), {})


def decided(lines: Sequence[Line]) -> Line | None:
    """The decision on the objection to the latest refusal, if there is one."""
    for line in reversed(lines):
        if line.happening.name == AppealDecided.name:
            return line
        if line.happening.name == "cases.declined":
            return None
    return None
