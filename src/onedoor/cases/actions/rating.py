"""The author's own answer, by the code of their receipt: solved? satisfied? (评价) And reopening (重启)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries, reporters
from onedoor.cases.actions.advancing import advance, flow_of
from onedoor.cases.actions.asking import after_answer, answered
from onedoor.cases.actions.beginning_again import begin_again
from onedoor.cases.actions.merging import host
from onedoor.cases.events import CaseRated, CaseReopened
from onedoor.cases.flow import State
from onedoor.cases.models import Case, Report, Visit
from onedoor.cases.models.visit import Means, Why
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import AUTHOR
from onedoor.organisation.models import Unit

_ASKING = (State.REVIEWED, State.VISITED)
_OVER = (State.CLOSED, State.ARCHIVED)


@dataclass(frozen=True)
class Answer:
    """What an author says of a reply."""

    solved: bool
    satisfied: bool
    responded: bool | None = None
    why: str = ""


@transaction.atomic
def rate(
    ref: str,
    *,
    solved: bool,
    satisfied: bool,
    responded: bool | None = None,
    why: str = "",
    comment: str = "",
    by: Actor,
    at: datetime,
) -> Case:
    """The author says whether it is solved, whether they are satisfied and whether the unit was in touch with them,
    once for each reply; "not solved" may be said at any later time, and opens an ended case again.

    Raises Refused for anybody else, before there is a reply, and for a second rating of one reply.
    """
    case, main = _speaking(ref, by)
    if why and why not in Why.values:
        raise Refused(_("请从列出的原因里选一条。"), field="why")
    said = Answer(solved, satisfied, responded, why)
    if main.state not in _ASKING:
        return _rate_ended(case, main, said, comment=comment, by=by, at=at)
    report = _report(case)
    waiting = [asked.report.id for asked in reporters.to_ask(main)]
    if reporters.answered(main, report) and (solved or case.unsolved):
        raise Refused(_("这次答复您已经评过了。有新情况可以随时再来反映。"))
    _keep(main, report, said, unit=main.lead, by=by, at=at)
    answered(main, report, solved=solved, by=by, at=at)
    onward = main.state == State.VISITED or not solved or not set(waiting) - {report.id}
    owed, limit = after_answer(main, onward=onward, at=at)
    speaker = replace(by, wrote=main.ref)
    advance(main, "rate" if onward else "rate_next", by=speaker, at=at, then=owed, limit=limit)
    _tell(main, report, said, comment, moved=limit.trace, by=by, at=at)
    return main


def _rate_ended(case: Case, main: Case, said: Answer, *, comment: str, by: Actor, at: datetime) -> Case:
    ended = main.state in _OVER or case.state in (State.ANSWERED, State.TRANSFERRED)
    if not ended:
        raise Refused(_("还没有答复。答复以后，您可以在这里评价。"))
    if not said.solved:
        return reopen(case.ref, reason=comment or _("没有解决"), by=by, at=at)
    report = _report(case)
    if reporters.rated(main, report):
        raise Refused(_("这次答复您已经评过了。有新情况可以随时再来反映。"))
    _keep(main, report, said, unit=main.lead, by=by, at=at)
    _tell(main, report, said, comment, moved=None, by=by, at=at)
    return main


@transaction.atomic
def reopen(ref: str, *, reason: str, by: Actor, at: datetime) -> Case:
    """The author opens an ended case again: it is not solved. A merged reporter's case then goes its own way, and
    the other stays as it is.

    Raises Refused for anybody else, without a reason, for a case that was withdrawn, and while it is being handled.
    """
    case, main = _speaking(ref, by)
    if not reason.strip():
        raise Refused(_("请写下哪里没有解决。"), field="reason")
    if case.state == State.MERGED and main.state not in _OVER:
        if main.state in _ASKING:
            return rate(ref, solved=False, satisfied=False, comment=reason, by=by, at=at)
        raise Refused(_("您的事项正和同一件事一起办理，还没有答复。答复以后可以在这里说“没有解决”。"))
    case.permitted("reopen", by=by)
    report, unit = _report(case), main.lead
    case.unsolved = True
    trace = begin_again(case, "reopen", by=by, at=at)
    _keep(case, report, Answer(solved=False, satisfied=False), unit=unit, by=by, at=at)
    emit(
        CaseReopened(flow=flow_of(case), report=report.id, trace=trace), on=case, by=by, at=at, words={"reason": reason}
    )
    return case


def _speaking(ref: str, by: Actor) -> tuple[Case, Case]:
    """The author's case and the one it is handled with, both locked, that one first. Raises Refused for others."""
    main = host(by.county, ref)
    case = queries.locked(by.county, ref)
    if not case.allows(by, AUTHOR):
        raise Refused(_("只有反映人本人，凭回执上的查询码，才能这样做。"))
    return case, main if main and case.into_id == main.id else case


def _report(case: Case) -> Report:
    report = Report.objects.filter(county=case.county, case=case).order_by("received_at", "id").first()
    assert report is not None
    return report


def _keep(case: Case, report: Report, said: Answer, *, unit: Unit | None, by: Actor, at: datetime) -> None:
    Visit(
        county=case.county, case=case, report=report, unit=unit, by=by.code, at=at, means=Means.LINK, contacted=True,
        responded=said.responded, solved=said.solved, satisfied=said.satisfied, why=said.why,
    ).save(force_insert=True)  # fmt: skip


def _tell(
    case: Case, report: Report, said: Answer, comment: str, *, moved: dict[str, Any] | None, by: Actor, at: datetime
) -> None:
    """Put the rating on the record; ``moved`` is the trace of what is owed now, where the case moved by it."""
    emit(
        CaseRated(
            flow=flow_of(case), report=report.id, **asdict(said), moved=moved is not None, trace=moved,
        ),
        on=case, by=by, at=at, words={"comment": comment},
    )  # fmt: skip
