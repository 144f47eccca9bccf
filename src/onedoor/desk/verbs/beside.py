"""When the actions beside the flow are offered: requests, halts, helpers, secrecy, safety, emergencies.

A rule answers None (not this actor's, or not here), an empty text (go ahead), or why not now.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from onedoor.cases.flow import CASE, GIVEN, State
from onedoor.cases.models import Request
from onedoor.cases.models.choices import Safety
from onedoor.catalogue.queries import threshold
from onedoor.desk.dossier import Dossier
from onedoor.desk.verbs.road import Rule
from onedoor.organisation.duties import CENTRE_DUTIES, Duty

_GIVEN_OUT = (*GIVEN, State.REPLIED, State.REVIEWED, State.VISITED)
_AT_THE_DOOR = (State.REGISTERED, State.TRIAGED, State.RULED)


def _any(dossier: Dossier, *duties: str) -> bool:
    return any(dossier.case.allows(dossier.actor, duty) for duty in duties)


def _holds(dossier: Dossier) -> bool:
    """Whether the actor is of the unit that has the case."""
    return dossier.case.handled_by(dossier.actor)


def _works_on_it(dossier: Dossier) -> bool:
    return _holds(dossier) or _any(dossier, *CENTRE_DUTIES, Duty.SAFETY)


def _waiting(dossier: Dossier, kind: str) -> str:
    """A request of the same kind that waits."""
    same = (one for one in dossier.requests if one.kind == kind and one.state == Request.State.OPEN)
    return _("已申请，等审批") if next(same, None) else ""


def _describe(dossier: Dossier) -> str | None:
    here = dossier.case.state == State.REGISTERED and _any(dossier, Duty.TRIAGE, Duty.REGISTER)
    return "" if here else None


def _ask_extension(dossier: Dossier) -> str | None:
    case = dossier.case
    if case.state != State.HANDLING or not _holds(dossier) or not case.solve_limit or not case.solve_by:
        return None
    most = threshold(case.county, "extensions", on=dossier.today)
    for stands, why in (
        (dossier.now >= case.solve_by, _("时限已过")),
        (bool(case.suspended_until), _("正在中止")),
        ("fixed" in case.solve_limit, _("日期由领导或上级定")),
        (case.extensions >= most, _("已经延期过")),
    ):
        if stands:
            return why
    return _waiting(dossier, Request.Kind.EXTEND)


def _ask_suspension(dossier: Dossier) -> str | None:
    case = dossier.case
    if case.state != State.HANDLING or not _holds(dossier) or case.suspended_until:
        return None
    if "fixed" in (case.solve_limit or {}):
        return _("日期由领导或上级定")
    return _waiting(dossier, Request.Kind.SUSPEND)


def _resume(dossier: Dossier) -> str | None:
    halted = dossier.case.suspended_until is not None
    return "" if halted and (_holds(dossier) or _any(dossier, Duty.APPROVE)) else None


def _ask_decline(dossier: Dossier) -> str | None:
    if dossier.case.state not in _AT_THE_DOOR or not _any(dossier, Duty.TRIAGE):
        return None
    if dossier.case.unsolved:
        return _("当事人说过没有解决")
    return _waiting(dossier, Request.Kind.DECLINE)


def _ask_unmask(dossier: Dossier) -> str | None:
    if not dossier.case.secret or not dossier.sight.contact:
        return None
    return _waiting(dossier, Request.Kind.UNMASK)


def _owed(verb: str) -> Rule:
    """Offered to the unit that owes it."""

    def rule(dossier: Dossier) -> str | None:
        owed = [task for task in dossier.beside if task.verb == verb]
        mine = any(dossier.case.allows(dossier.actor, Duty.HANDLE, unit=task.unit_id) for task in owed)
        return "" if mine else None

    return rule


def _attach(dossier: Dossier) -> str | None:
    helps = _owed("assist")(dossier) is not None
    return "" if not dossier.case.ended and (_works_on_it(dossier) or helps) else None


def _summarise(dossier: Dossier) -> str | None:
    case = dossier.case
    return "" if case.secret and not case.ended and _any(dossier, Duty.TRIAGE, Duty.DISPATCH) else None


def _not_given(dossier: Dossier) -> bool:
    case = dossier.case
    return not (case.ended or case.state in _GIVEN_OUT or dossier.assignments)


def _seal(dossier: Dossier) -> str | None:
    open_to = not dossier.case.confidential and _any(dossier, Duty.REGISTER, Duty.TRIAGE)
    return "" if open_to and _not_given(dossier) else None


def _make_report(dossier: Dossier) -> str | None:
    known = dossier.case.restricted and dossier.case.accused_id is not None
    open_to = not known and _any(dossier, Duty.REGISTER, Duty.TRIAGE, Duty.INFORM)
    return "" if open_to and _not_given(dossier) else None


def _stop(dossier: Dossier) -> str | None:
    return "" if dossier.case.safety not in (Safety.STOPPED, Safety.HELD) and _works_on_it(dossier) else None


def _decide_safety(dossier: Dossier) -> str | None:
    stopped = dossier.case.safety in (Safety.STOPPED, Safety.HELD)
    return "" if stopped and _any(dossier, Duty.SAFETY) else None


def _transfer(dossier: Dossier) -> str | None:
    return "" if not dossier.case.ended and _works_on_it(dossier) else None


def pressing(dossier: Dossier) -> bool:
    """Whether an emergency still at the door puts the emergency services among the first buttons."""
    return dossier.case.urgent and CASE.step("transfer", state=dossier.case.state) is not None


RULES: dict[str, Rule] = {
    "describe": _describe,
    "ask_extension": _ask_extension,
    "ask_suspension": _ask_suspension,
    "resume": _resume,
    "ask_decline": _ask_decline,
    "ask_unmask": _ask_unmask,
    "assist": _owed("assist"),
    "inspect": _owed("inspect"),
    "summarise": _summarise,
    "attach": _attach,
    "seal": _seal,
    "make_report": _make_report,
    "stop": _stop,
    "decide_safety": _decide_safety,
    "transfer": _transfer,
}
