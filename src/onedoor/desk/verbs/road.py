"""When the steps of the flow are offered: where the flow lets the actor take them, and nothing else forbids it.

A rule answers None (not this actor's, or not here), an empty text (go ahead), or why not now.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from onedoor.cases.actions.dispatching import RUNGS
from onedoor.cases.flow import State
from onedoor.cases.models import Request
from onedoor.cases.models.assignment import Role
from onedoor.cases.models.choices import Kind, Nature
from onedoor.catalogue.queries import limit_for
from onedoor.core.refusal import Refused
from onedoor.desk.dossier import Dossier
from onedoor.desk.forms.ladder import below

Rule = Callable[[Dossier], str | None]


def permitted(dossier: Dossier, verb: str) -> bool:
    """Whether the flow lets this actor take the step, for the unit whose task it is."""
    task = dossier.task
    try:
        dossier.case.permitted(verb, by=dossier.actor, unit=task.unit_id if task else None)
    except Refused:
        return False
    return True


def _step(verb: str, blocked: Callable[[Dossier], str | None] = lambda dossier: "") -> Rule:
    """Offered where the flow has the step; ``blocked`` says what else stands in the way, None hides it after all."""
    return lambda dossier: blocked(dossier) if permitted(dossier, verb) else None


def _dispatch(dossier: Dossier) -> str:
    return _("保密件先写摘要") if dossier.case.secret and not dossier.case.summary.strip() else ""


def _send_back(dossier: Dossier) -> str:
    case = dossier.case
    if case.send_backs:
        return _("已退过一次")
    given = [one.given_at for one in dossier.assignments if one.role == Role.LEAD]
    window = limit_for(case.county, "send_back", start=given[-1], colour=case.colour) if given else None
    return _("已过退单时限") if window and dossier.now >= window.due else ""


def _visit(dossier: Dossier) -> str:
    mine = {standing.unit_id for standing in dossier.actor.standings}
    return _("由承办单位以外的人回访") if any(one.unit_id in mine for one in dossier.assignments) else ""


def _close(dossier: Dossier) -> str:
    return _("群众说没有解决") if dossier.unsolved else ""


def _rework(dossier: Dossier) -> str:
    return _("群众认可，不必重办") if dossier.case.state == State.VISITED and not dossier.unsolved else ""


def _answer(dossier: Dossier) -> str | None:
    if dossier.case.nature != Nature.DEMAND or dossier.case.kind not in ("", Kind.CONSULT):
        return None
    return _("当事人说过没有解决") if dossier.case.unsolved else ""


def _raise(dossier: Dossier) -> str | None:
    lead = dossier.case.lead
    return "" if lead and lead.level in RUNGS[:-1] else None


def _lower(dossier: Dossier) -> str | None:
    return "" if below(dossier.case.level) else None


def _merge(dossier: Dossier) -> str | None:
    if dossier.case.secret:
        return None
    return _("已有事项并入本件") if any(one.state == State.MERGED for one in dossier.merged) else ""


def _decide_appeal(dossier: Dossier) -> str | None:
    if not permitted(dossier, "uphold"):
        return None
    signed = [
        request
        for request in dossier.requests
        if request.kind == Request.Kind.DECLINE and request.state == Request.State.GRANTED
    ]
    mine = any(dossier.actor.code in (request.asked_by, request.decided_by) for request in signed)
    return _("不予受理是您提出或签发的") if mine else ""


RULES: dict[str, Rule] = {
    "dispatch": _step("dispatch", _dispatch),
    "reassign": _step("reassign"),
    "entrust": _step("entrust", _dispatch),
    "send_back": _step("send_back", _send_back),
    "visit": _step("visit", _visit),
    "close": _step("close", _close),
    "confirm": _step("confirm", _close),
    "rework": _step("rework", _rework),
    "answer": _step("answer", _answer),
    "raise": _step("raise", _raise),
    "lower": _step("lower", _lower),
    "merge": _step("merge", _merge),
    "decide_appeal": _decide_appeal,
} | {
    verb: _step(verb)
    for verb in ("triage", "sign", "rule", "reply", "review", "archive", "take_back", "unmerge")
}  # fmt: skip
