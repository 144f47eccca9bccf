"""Handle what is the same together, and part it again (并案、拆分). Every reporter keeps their own case, reply,
call-back and reopening."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import advance, flow_of, owe
from onedoor.cases.actions.asking import after_answer
from onedoor.cases.actions.beginning_again import begin_again
from onedoor.cases.actions.dispatching import end_assignments
from onedoor.cases.events import AnswersSettled, CaseJoined, CaseMerged, CaseUnmerged
from onedoor.cases.flow import State
from onedoor.cases.models import Case
from onedoor.cases.reporters import to_ask
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.work.actions import tasks
from onedoor.work.queries import leading


@transaction.atomic
def merge(ref: str, *, into: str, reason: str, by: Actor, at: datetime) -> Case:
    """Handle this case together with another open one, which goes on for both.

    Raises Refused for a secret case, a case that others were merged into, one not open, without a reason, and for a
    "not solved" that would meet an older reply.
    """
    case, main = _both(by.county, ref, into)
    case.permitted("merge", by=by)
    if not reason.strip():
        raise Refused(_("并案要写明为什么是同一件事。"), field="reason")
    if case.secret or main.secret:
        raise Refused(_("保密件和举报不并案，以免泄露身份。"), field="into")
    if case.merged.exists():
        raise Refused(_("已有事项并入本件。请把那件并入它，或者先拆开。"), field="into")
    if main.ended or main.state in (State.APPEALED, State.VISITED):
        raise Refused(_("只能并入正在办理的事项。"), field="into")
    if case.unsolved and main.state in (State.REPLIED, State.REVIEWED):
        raise Refused(_("当事人说过没有解决，要等新的答复；那一件已经答复，不能并入。"), field="into")
    case.into = main
    end_assignments(case, outcome="merged", at=at)
    advance(case, "merge", by=by, at=at, then=None)
    emit(CaseMerged(flow=flow_of(case), into=main.ref), on=case, by=by, at=at, words={"reason": reason})
    emit(CaseJoined(flow=flow_of(main), joined=case.ref), on=main, by=by, at=at)
    return case


@transaction.atomic
def unmerge(ref: str, *, reason: str, by: Actor, at: datetime) -> Case:
    """Part a merged case from the other: it is triaged on its own. Raises Refused without a reason."""
    main = host(by.county, ref)
    case = queries.locked(by.county, ref)
    case.permitted("unmerge", by=by)
    if not reason.strip():
        raise Refused(_("拆分要写明为什么不是同一件事。"), field="reason")
    _part(case, why="parted", reason=reason, by=by, at=at)
    settle(main, at=at)
    return case


def host(county: str, ref: str) -> Case | None:
    """The case this one is merged into, locked before it as everywhere, or None."""
    into = Case.objects.filter(county=county, ref=ref, into__isnull=False).values_list("into__ref", flat=True).first()
    return queries.locked(county, into) if into else None


def settle(main: Case | None, *, at: datetime) -> None:
    """One reporter fewer. Where all the others have answered, what they said decides what is owed next; whoever was
    not asked because of what that one had said is asked now."""
    if main is None or main.state not in (State.REVIEWED, State.VISITED):
        return
    waiting = bool(to_ask(main))
    if main.state == State.REVIEWED and waiting:
        return
    by = Actor.system(main.county)
    onward = not waiting or main.anybody_unsolved
    owed, limit = after_answer(main, onward=onward, at=at)
    if not onward:
        advance(main, "ask_next", by=by, at=at, then=owed, limit=limit)
    elif main.state == State.REVIEWED:
        advance(main, "visit", by=by, at=at, then=owed, limit=limit)
    else:
        if task := leading(main.county, main.subject):
            tasks.close(task, outcome="settled", at=at)
        owe(main, then=owed, limit=limit, at=at)
    emit(AnswersSettled(flow=flow_of(main), trace=limit.trace), on=main, by=by, at=at)


def release(main: Case, *, why: str, at: datetime) -> None:
    """The main case leaves the road without a reply: what was merged into it goes its own way again."""
    for ref in main.merged.filter(state=State.MERGED).order_by("ref").values_list("ref", flat=True):
        case = queries.locked(main.county, ref)
        _part(case, why=why, reason="", by=Actor.system(main.county), at=at)


def _part(case: Case, *, why: str, reason: str, by: Actor, at: datetime) -> None:
    was_in = case.into.ref if case.into else ""
    trace = begin_again(case, "unmerge", by=by, at=at)
    emit(
        CaseUnmerged(flow=flow_of(case), was_in=was_in, why=why, trace=trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip


def _both(county: str, ref: str, into: str) -> tuple[Case, Case]:
    """Both cases, locked in the order of their refs, so that two people merging crosswise do not wait for ever."""
    if ref == into:
        raise Refused(_("不能并入自己。请填另一件的编号。"), field="into")
    found = {one: queries.locked(county, one) for one in sorted((ref, into))}
    return found[ref], found[into]
