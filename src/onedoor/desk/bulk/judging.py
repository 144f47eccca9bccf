"""What stands in the way of a step for one case, as far as its row tells: said before anything is done.

The action asks again, of everything; what only it can know (a ruling, an urge of this morning) it says then.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onedoor.cases.flow import Colour, State
from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.work.flow import ORDER_VERBS
from onedoor.work.models import Task

Judge = Callable[[Case, Task | None, Actor], str]


def judged(verb: str, case: Case, task: Task | None, actor: Actor) -> str:
    """Why this actor cannot take the step for this case now; empty where nothing is known to stand in the way.
    ``task`` is its leading task, None where it has none. Asks the store nothing."""
    if task is not None and not task.leading:
        return _("协办、审批这些待办请逐件办")
    return _JUDGES[verb](case, task, actor)


def _permitted(verb: str, case: Case, task: Task | None, actor: Actor) -> str:
    try:
        case.permitted(verb, by=actor, unit=task.unit_id if task else None)
    except Refused as refusal:
        return str(refusal)
    return ""


def _in_state(case: Case, *states: str) -> str:
    if case.state in states:
        return ""
    return _elsewhere(case.state, get_language())


@cache
def _elsewhere(state: str, language: str | None) -> str:
    return _("现在是“%(state)s”，不到这一步") % {"state": State(state).label}


def _sign(case: Case, task: Task | None, actor: Actor) -> str:
    return _in_state(case, State.DISPATCHED) or _permitted("sign", case, task, actor)


def _dispatch(case: Case, task: Task | None, actor: Actor) -> str:
    if wrong := _in_state(case, State.TRIAGED, State.RULED):
        return wrong
    if case.colour == Colour.RED:
        return _("红色事项由领导逐件批办")
    if case.secret and not case.summary.strip():
        return _("保密件先写摘要")
    return _permitted("dispatch", case, task, actor)


def _reassign(case: Case, task: Task | None, actor: Actor) -> str:
    if case.state == State.HANDLING:
        return _("单位已经签收，不能改派")
    if wrong := _in_state(case, State.DISPATCHED):
        return wrong
    if case.colour == Colour.RED:
        return _("红色事项由领导逐件批办")
    return _permitted("reassign", case, task, actor)


def _supervised(case: Case, task: Task | None, actor: Actor) -> str:
    if task is None or task.closed_at:
        return _("已经办结，没有待办")
    if not actor.may(Duty.SUPERVISE, area=task.area) or (task.secret and not actor.may(Duty.INFORM, area=task.area)):
        return _("不在您督办的范围")
    return ""


def _order(case: Case, task: Task | None, actor: Actor) -> str:
    if wrong := _supervised(case, task, actor):
        return wrong
    assert task is not None
    if task.verb in ORDER_VERBS:
        return _("督办单本身不再督办")
    if any(standing.unit_id == task.unit_id for standing in actor.standings):
        return _("待办在您自己单位，由别的单位来督办")
    return ""


def _close(case: Case, task: Task | None, actor: Actor) -> str:
    if wrong := _in_state(case, State.VISITED):
        return wrong
    if case.colour == Colour.RED:
        return _("红色事项由领导逐件确认办结")
    return _("群众说没有解决") if case.unsolved else _permitted("close", case, task, actor)


def _archive(case: Case, task: Task | None, actor: Actor) -> str:
    return _in_state(case, State.CLOSED) or _permitted("archive", case, task, actor)


_JUDGES: dict[str, Judge] = {
    "sign": _sign, "dispatch": _dispatch, "reassign": _reassign, "urge": _supervised, "order": _order,
    "close": _close, "archive": _archive,
}  # fmt: skip
