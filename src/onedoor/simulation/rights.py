"""The laws of a case about its people (DESIGN §9): no quiet exit, four eyes, and nothing owed that nobody asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from onedoor.cases import events
from onedoor.cases.flow import GIVEN, Colour, State
from onedoor.cases.models import Request
from onedoor.cases.models.choices import Safety
from onedoor.core.models import Happening
from onedoor.simulation import receptions
from onedoor.simulation.families import Family
from onedoor.work.flow import ORDER_VERBS
from onedoor.work.flow import State as OrderState
from onedoor.work.models import Task

ANSWER, DISCHARGE = ORDER_VERBS

_ENDED = (State.CLOSED, State.ARCHIVED, State.ANSWERED, State.TRANSFERRED, State.DECLINED)
_AUTHOR_ONLY = (events.CaseWithdrawn, events.CaseReopened, events.CaseAppealed, events.CaseRated)
_RESIDENT = "resident"


def not_lost(family: Family) -> Iterator[str]:
    """(6) "Not solved" is never lost: no case ends after it, nor the one it is handled with, but by its author's own
    other word, or a later reply and later attempts, or because its author withdrew. The case keeps that last word."""
    case = family.case
    over = case.state in _ENDED or (case.into is not None and case.into.state in _ENDED)
    unsolved = _unsolved(family)
    if over and unsolved:
        yield _("来件人说过没有解决，以后没有新的答复和回访，却结束了。")
    if unsolved != case.unsolved:
        yield _("来件人最后说的“解决了吗”，事项上记得不对。")


def _unsolved(family: Family) -> bool:
    """Whether the author's last word stands: asked on this record, on their own or through the case it was merged
    into. Only who was heard since a newer reply, or could not be reached about it, has another."""
    unsolved = replied = False
    into = ""
    for line in sorted([*family.record, *family.elsewhere], key=lambda line: line.id):
        told = line.payload
        if line.name == events.CaseReplied.name:
            replied |= line.subject in (family.case.subject, f"case:{into}")
        elif line.name in (events.CaseMerged.name, events.CaseUnmerged.name):
            into = told.get("into", "")
        elif line.name == events.CaseWithdrawn.name:
            unsolved = False
        elif _is_answer(line, family):
            solved = told.get("solved", False)
            if solved is False:
                unsolved, replied = True, False
            elif solved or replied:
                unsolved = False
    return unsolved


def _is_answer(line: Happening, family: Family) -> bool:
    """Whether the author of this case said, or was asked, whether it is solved. A reopening says that it is not."""
    if line.name in (events.CaseReopened.name, events.ReporterAnswered.name):
        return True
    asked = line.name in (events.CaseVisited.name, events.CaseRated.name)
    return asked and line.payload.get("report") in (None, family.first_report)


def explained(family: Family) -> Iterator[str]:
    """(7) Beside the leading task is owed exactly what open requests, orders, assists, safety stops and
    invitations explain."""
    owed = Counter(
        ("decide_request", str(request.id)) for request in family.requests if request.state == Request.State.OPEN
    )
    for order in family.orders:
        if order.state != OrderState.DISCHARGED:
            owed[DISCHARGE if order.state == OrderState.ANSWERED else ANSWER, order.number] += 1
    if family.case.safety == Safety.STOPPED:
        owed["assess_safety", ""] += 1
    owed.update(_parts(family))
    owed.update(receptions.owed(family.record))
    found = Counter(_named(task) for task in family.tasks if task.closed_at is None and not task.leading)
    for (verb, _about), n in (found - owed).items():
        yield _("多了%(n)s个没有来由的待办：%(verb)s。") % {"n": n, "verb": verb}
    for (verb, _about), n in (owed - found).items():
        yield _("少了%(n)s个应有的待办：%(verb)s。") % {"n": n, "verb": verb}


def _named(task: Task) -> tuple[str, str]:
    return task.verb, task.unit.code if task.verb == "assist" else task.about


def _parts(family: Family) -> Counter[tuple[str, str]]:
    """What the helping units and the look on the spot still owe, by the record: until the case leaves the units."""
    owed: Counter[tuple[str, str]] = Counter()
    for line in family.record:
        told = line.payload
        if line.name in (events.CaseDispatched.name, events.CaseEntrusted.name, events.CaseReassigned.name):
            owed = Counter(("assist", unit) for unit in told["assists"])
            owed["inspect", ""] += bool(owed) and told["flow"]["colour"] == Colour.YELLOW
        elif line.name == events.CaseAssisted.name:
            owed["assist", told["unit"]] -= 1
        elif line.name == events.CaseInspected.name:
            owed["inspect", ""] -= 1
        elif told.get("flow", {}).get("state", State.HANDLING) not in GIVEN:
            owed.clear()
    return +owed


def kept_from_the_accused(family: Family) -> Iterator[str]:
    """(8) The unit an informant's report is about was never given it, and owes nothing about it."""
    accused = family.case.accused
    if accused is None:
        return
    if any(assignment.unit_id == accused.id for assignment in family.assignments):
        yield _("派给过被反映的单位%(unit)s。") % {"unit": accused.code}
    if any(task.unit_id == accused.id and task.verb not in ORDER_VERBS for task in family.tasks):
        yield _("被反映的单位%(unit)s有过本件的待办。") % {"unit": accused.code}


def decided_by_others(family: Family) -> Iterator[str]:
    """(9) Whoever decided a request did not ask for it; whoever decided an appeal neither asked for nor signed the
    refusal."""
    refusers: set[str] = set()
    for request in family.requests:
        if request.decided_by and request.decided_by == request.asked_by:
            yield _("%(who)s审批了自己的申请。") % {"who": request.decided_by}
        if request.kind == Request.Kind.DECLINE and request.state == Request.State.GRANTED:
            refusers |= {request.asked_by, request.decided_by}
    for line in family.said(events.AppealDecided):
        if line.actor in refusers:
            yield _("%(who)s复核了自己作出的不予受理。") % {"who": line.actor}


def author_alone(family: Family) -> Iterator[str]:
    """(10) Only the author withdrew, opened again, objected or rated."""
    for line in family.said(*_AUTHOR_ONLY):
        if line.actor != _RESIDENT:
            yield _("不是本人，却做了只有本人能做的事：%(name)s。") % {"name": line.name}


RULES = (not_lost, explained, kept_from_the_accused, decided_by_others, author_alone)
