"""Where a report stands, in the words of the resident: what is done now, by whom, until when and why, what follows.

Only what concerns the resident is told. Supervision, reasons of returns, who did what, and what others who reported
the same thing said stay inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.actions.suspending import Halt
from onedoor.cases.events import CaseDispatched, CaseEntrusted, CaseReassigned, CaseSuspended
from onedoor.cases.flow import EXITS, GIVEN, State
from onedoor.cases.models import Case, Report
from onedoor.cases.queries import Line
from onedoor.cases.reporters import joined_openly
from onedoor.citizen.outcome import outcome_of
from onedoor.citizen.pictures import Pictures, pictures_of
from onedoor.citizen.refusal import Refusal, refusal_of
from onedoor.citizen.stages import Stage, last, reachable, stage_of
from onedoor.citizen.telling.memory import Moment, unit_name
from onedoor.citizen.telling.overlays import last_day
from onedoor.citizen.timeline import moments
from onedoor.citizen.ways import way
from onedoor.core import clock
from onedoor.core.wording import due_day, due_words
from onedoor.work.models import Task
from onedoor.work.queries import leading


@dataclass(frozen=True)
class Standing:
    """``promise`` is by when, ``why`` the reasons of that date, ``notes`` what else is to be known now, ``reply`` the
    latest one that may be read, ``reply_again`` whether another one is still to come, ``outcome`` what came of
    it all."""

    title: str
    who: str
    promise: SafeString
    late: bool
    why: list[tuple[str, str]]
    notes: list[str]
    refusal: Refusal | None
    reply: Moment | None
    reply_again: bool
    outcome: list[str]
    pictures: Pictures
    moments: list[Moment]
    todo: list[Moment]
    ended: bool


_UNSOLVED = gettext_lazy("以后发现没有解决，随时在下面说一声，我们重新办。")
_AFTER_THE_END = {
    State.CLOSED: _UNSOLVED,
    State.ARCHIVED: _UNSOLVED,
    State.ANSWERED: gettext_lazy("还没有解决的，在下面说一声，我们重新办。"),
    State.TRANSFERRED: gettext_lazy("由他们直接处理。没有解决的，在下面说一声，我们重新办。"),
    State.WITHDRAWN: gettext_lazy("以后有事，随时可以重新反映。"),
}
"""What the resident can do where nothing more is promised."""

_WHOLE_LIMIT = (State.TRIAGED, State.DISPATCHED, State.RETURNED, State.RULED)
"""States in which the resident waits for the limit of the whole case, whatever the next step inside is."""


def standing(report: Report, *, now: datetime) -> Standing:
    """Everything the progress page says about the report: of its own case, or of the one it is handled with."""
    followed = way(report)
    case, lines = followed.case, followed.lines
    task = leading(case.county, case.subject)
    stage = stage_of(report, case, lines, task)
    due, trace = _due(case, task)
    late = due is not None and due <= now
    answer_by = due if case.state in (*_WHOLE_LIMIT, State.HANDLING) and not late else None
    told = moments(report, followed.steps, now=now)
    latest = next((moment for moment in reversed(told) if moment.quote), None)
    return Standing(
        title=str(stage.title),
        who=_who(case, lines),
        promise=_promise(stage, case, due, late=late, now=now),
        late=late,
        why=clock.explain(trace) if trace and stage.promise else [],
        notes=_notes(report, case, lines, now),
        refusal=refusal_of(case, lines),
        reply=latest,
        reply_again="answer" in stage.todo,
        outcome=outcome_of(report, case),
        pictures=pictures_of(report, case, lines),
        moments=[moment.without_quote() if moment is latest else moment for moment in told],
        todo=[_todo(report, step, answer_by, now) for step in stage.todo if step != "call" or reachable(report)],
        ended=case.ended,
    )


def _due(case: Case, task: Task | None) -> tuple[datetime | None, dict[str, Any] | None]:
    if case.state in _WHOLE_LIMIT:
        return case.solve_by, case.solve_limit
    return (task.due_at, task.limit) if task else (None, None)


def _promise(stage: Stage, case: Case, due: datetime | None, *, late: bool, now: datetime) -> SafeString:
    if due is None or not stage.promise:
        return SafeString("")
    # A resident waits for a day; only the first look is a matter of hours.
    words = due_words(due, now) if case.state == State.REGISTERED else due_day(due, now)
    return format_html(str(stage.late if late else stage.promise), when=format_html("<b>{}</b>", words))


def _notes(report: Report, case: Case, lines: Sequence[Line], now: datetime) -> list[str]:
    told = []
    if case.suspended_until:
        halt = {
            "why": Halt(last(lines, CaseSuspended.name)["why"]).label,
            "day": last_day(case.suspended_until.isoformat(), now),
        }
        told.append(_("%(why)s，最晚停到%(day)s，停着的日子不算在内。") % halt)
    if case.id != report.case_id and joined_openly(case.ref, county=case.county):
        told.append(_("和同一件事一起办，您的答复、回访和重启都还是您自己的。"))
    if case.ended and case.state in _AFTER_THE_END:
        told.append(str(_AFTER_THE_END[State(case.state)]))
    return told


def _who(case: Case, lines: Sequence[Line]) -> str:
    lead = case.lead.name if case.lead else ""
    if case.ended:
        return _("由%(unit)s办理") % {"unit": lead} if lead and case.state not in EXITS else ""
    if case.state not in GIVEN:
        return _("现在由%(unit)s负责") % {"unit": case.holder.name if case.holder else ""}
    given = last(lines, CaseDispatched.name, CaseEntrusted.name, CaseReassigned.name)
    helpers = _("、").join(filter(None, (unit_name(case.county, code) for code in given.get("assists", ()))))
    if helpers:
        return _("由%(unit)s牵头，%(helpers)s一起办") % {"unit": lead, "helpers": helpers}
    return _("由%(unit)s办理") % {"unit": lead}


def _asking(report: Report) -> str:
    if report.contact.text_only:
        return _("发短信问您：解决了吗，满意吗")
    return _("打电话问您：解决了吗，满意吗")


def _todo(report: Report, step: str, answer_by: datetime | None, now: datetime) -> Moment:
    words = {
        "give": _("交给办理单位"),
        "again": _("再办一次"),
        "resume": _("接着办"),
        "answer": _("给您答复"),
        "call": _asking(report),
        "result": _("告诉您复核结果"),
        "end": _("办结"),
    }
    meta = ""
    if step == "answer" and answer_by:
        meta = _("%(day)s前") % {"day": due_day(answer_by, now)}
    return Moment("todo", words[step], meta=meta)
