"""Where a report stands, in the words of the resident: what is done now, by whom, until when and why, what follows.

Only what concerns the resident is told. Supervision, reasons of returns, and who did what stay inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.flow import State
from onedoor.cases.models import Case, Report
from onedoor.cases.models.case import Origin
from onedoor.cases.models.contact import ReplyBy
from onedoor.cases.queries import Line, record_of
from onedoor.citizen.timeline import Moment, moments, unit_name
from onedoor.core import clock
from onedoor.core.wording import due_day, due_words
from onedoor.work.models import Task
from onedoor.work.queries import leading


@dataclass(frozen=True)
class Standing:
    """``promise`` is by when, ``why`` the reasons of that date, ``reply`` the latest one that may be
    read, ``reply_again`` whether another one is still to come."""

    title: str
    who: str
    promise: SafeString
    late: bool
    why: list[tuple[str, str]]
    reply: Moment | None
    reply_again: bool
    moments: list[Moment]
    todo: list[Moment]
    ended: bool


@dataclass(frozen=True)
class _Stage:
    title: str | Promise
    promise: str | Promise
    late: str | Promise
    todo: tuple[str, ...]


_LOOKING = gettext_lazy("正在看您的反映")
_FINDING = gettext_lazy("正在确定由哪个单位办")
_ANSWER_BY = gettext_lazy("最晚{when}给您答复")
_ANSWER_LATE = gettext_lazy("应在{when}前给您答复，已经晚了")
_LATE = gettext_lazy("应在{when}前做完这一步，已经晚了")

_STAGES = {
    State.REGISTERED: _Stage(
        _LOOKING, gettext_lazy("最晚{when}看完，定下哪天前答复您"), _LATE, ("give", "answer", "call", "end")
    ),
    State.TRIAGED: _Stage(_FINDING, _ANSWER_BY, _ANSWER_LATE, ("give", "answer", "call", "end")),
    State.DISPATCHED: _Stage(gettext_lazy("交给办理单位了"), _ANSWER_BY, _ANSWER_LATE, ("answer", "call", "end")),
    State.HANDLING: _Stage(gettext_lazy("正在办理"), _ANSWER_BY, _ANSWER_LATE, ("answer", "call", "end")),
    State.RETURNED: _Stage(_FINDING, _ANSWER_BY, _ANSWER_LATE, ("give", "answer", "call", "end")),
    State.RULED: _Stage(_FINDING, _ANSWER_BY, _ANSWER_LATE, ("give", "answer", "call", "end")),
    State.REPLIED: _Stage(
        gettext_lazy("答复写好了，正在核对"), gettext_lazy("最晚{when}核对完"), _LATE, ("answer", "call", "end")
    ),
    State.REVIEWED: _Stage(
        gettext_lazy("答复好了，要打电话问您满不满意"), gettext_lazy("最晚{when}给您打电话"), _LATE, ("end",)
    ),
    State.VISITED: _Stage(gettext_lazy("问过您了，正在办结"), gettext_lazy("最晚{when}办结"), _LATE, ()),
    State.CLOSED: _Stage(gettext_lazy("办结了"), "", "", ()),
    State.ARCHIVED: _Stage(gettext_lazy("办结了"), "", "", ()),
}
_UNSOLVED = _Stage(
    gettext_lazy("您说没有解决，正在安排重办"),
    gettext_lazy("最晚{when}安排好"),
    _LATE,
    ("again", "answer", "call", "end"),
)
_ANSWERED = _Stage(gettext_lazy("答复好了，请看下面"), gettext_lazy("最晚{when}办结"), _LATE, ())
_PAST = _Stage(gettext_lazy("以前的事，已经存档"), "", "", ())

_WHOLE_LIMIT = (State.TRIAGED, State.DISPATCHED, State.RETURNED, State.RULED)
"""States in which the resident waits for the limit of the whole case, whatever the next step inside is."""

_WITH_UNIT = (State.DISPATCHED, State.HANDLING)


def standing(report: Report, *, now: datetime) -> Standing:
    """Everything the progress page says about the report's case."""
    case = report.case
    lines = record_of(case)
    task = leading(case.county, case.subject)
    stage = _stage(case, lines, report)
    due, trace = _due(case, task)
    late = due is not None and due <= now
    answer_by = due if case.state in (*_WHOLE_LIMIT, State.HANDLING) and not late else None
    told = moments(case.county, lines, now=now)
    latest = next((moment for moment in reversed(told) if moment.quote), None)
    return Standing(
        title=str(stage.title),
        who=_who(case, lines),
        promise=_promise(stage, case, due, late=late, now=now),
        late=late,
        why=clock.explain(trace) if trace and stage.promise else [],
        reply=latest,
        reply_again="answer" in stage.todo,
        moments=[moment.without_quote() if moment is latest else moment for moment in told],
        todo=[_todo(step, answer_by, now) for step in stage.todo if step != "call" or _reachable(report)],
        ended=case.ended,
    )


def _stage(case: Case, lines: Sequence[Line], report: Report) -> _Stage:
    if case.origin == Origin.IMPORTED:
        return _PAST
    if case.state == State.REVIEWED and not _reachable(report):
        return _ANSWERED
    if case.state == State.VISITED and _last(lines, "cases.visited").get("solved") is False:
        return _UNSOLVED
    return _STAGES[State(case.state)]


def _last(lines: Sequence[Line], *names: str) -> dict[str, Any]:
    """The payload of the latest event of these names; empty when there was none."""
    happenings = (line.happening for line in reversed(lines))
    return next((happening.payload for happening in happenings if happening.name in names), {})


def _due(case: Case, task: Task | None) -> tuple[datetime | None, dict[str, Any] | None]:
    if case.state in _WHOLE_LIMIT:
        return case.solve_by, case.solve_limit
    return (task.due_at, task.limit) if task else (None, None)


def _promise(stage: _Stage, case: Case, due: datetime | None, *, late: bool, now: datetime) -> SafeString:
    if due is None or not stage.promise:
        return SafeString("")
    # A resident waits for a day; only the first look is a matter of hours.
    words = due_words(due, now) if case.state == State.REGISTERED else due_day(due, now)
    return format_html(str(stage.late if late else stage.promise), when=format_html("<b>{}</b>", words))


def _who(case: Case, lines: Sequence[Line]) -> str:
    lead = case.lead.name if case.lead else ""
    if case.ended:
        return _("由%(unit)s办理") % {"unit": lead} if lead else ""
    if case.state not in _WITH_UNIT:
        return _("现在由%(unit)s负责") % {"unit": case.holder.name if case.holder else ""}
    given = _last(lines, "cases.dispatched", "cases.entrusted")
    helpers = _("、").join(filter(None, (unit_name(case.county, code) for code in given.get("assists", ()))))
    if helpers:
        return _("由%(unit)s牵头，%(helpers)s一起办") % {"unit": lead, "helpers": helpers}
    return _("由%(unit)s办理") % {"unit": lead}


def _reachable(report: Report) -> bool:
    """Whether a call-back can be promised: there is a phone, and the resident did not ask to be left alone."""
    contact = report.contact
    return bool(contact.phone_index) and contact.reply_by != ReplyBy.NONE


def _todo(step: str, answer_by: datetime | None, now: datetime) -> Moment:
    words = {
        "give": _("交给办理单位"),
        "again": _("再办一次"),
        "answer": _("给您答复"),
        "call": _("打电话问您：解决了吗，满意吗"),
        "end": _("办结"),
    }
    meta = ""
    if step == "answer" and answer_by:
        meta = _("%(day)s前") % {"day": due_day(answer_by, now)}
    return Moment("todo", words[step], meta=meta)
