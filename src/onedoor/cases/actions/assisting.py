"""What helping units do: their part (协办), and looking together on the spot (联合现场核查, A-201)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import flow_of
from onedoor.cases.actions.attaching import attach_work
from onedoor.cases.events import CaseAssisted, CaseInspected
from onedoor.cases.models import Case
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import Duty
from onedoor.organisation.queries import directory
from onedoor.work.actions import tasks
from onedoor.work.models import Task
from onedoor.work.queries import beside


@transaction.atomic
def assist(ref: str, *, text: str, before: str = "", after: str = "", by: Actor, at: datetime) -> Case:
    """A helping unit says what it did; its part is done. ``before`` and ``after`` are the keys of its pictures. Raises
    Refused when it owes none, or says nothing."""
    case = queries.locked(by.county, ref)
    task = _owed(case, "assist", by)
    if not text.strip():
        raise Refused(_("请写明本单位做了什么、查明了什么。"), field="text")
    tasks.close(task, outcome="assist", at=at)
    emit(CaseAssisted(flow=flow_of(case), unit=task.unit.code), on=case, by=by, at=at, words={"text": text})
    attach_work(case, before=before, after=after, by=by, at=at)
    return case


@transaction.atomic
def inspect(ref: str, *, units: Sequence[str], text: str, before: str = "", by: Actor, at: datetime) -> Case:
    """The lead unit records who was on the spot and what was found; ``before`` is the key of its pictures. Raises
    Refused when nobody else was there, for unknown units, or without findings."""
    case = queries.locked(by.county, ref)
    task = _owed(case, "inspect", by)
    known = directory(case.county).by_code
    others = [code for code in dict.fromkeys(units) if code in known and code != task.unit.code]
    if not others or len(others) < len(set(units) - {task.unit.code}):
        raise Refused(_("请勾选一同到场的单位。"), field="units")
    if not text.strip():
        raise Refused(_("请写明现场看到什么、各单位怎么分工。"), field="text")
    tasks.close(task, outcome="inspect", at=at)
    emit(
        CaseInspected(flow=flow_of(case), units=(task.unit.code, *others)), on=case, by=by, at=at, words={"text": text}
    )
    attach_work(case, before=before, by=by, at=at)
    return case


def _owed(case: Case, verb: str, by: Actor) -> Task:
    for task in beside(case.county, case.subject).filter(verb=verb):
        if case.allows(by, Duty.HANDLE, unit=task.unit_id):
            return task
    raise Refused(_("您的单位现在没有这项待办。"))
