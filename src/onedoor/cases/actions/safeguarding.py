"""Safety first (DESIGN §9): signs of violence, crime, a child at risk or self-harm stop every offer of mediation until
a trained person has looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions.advancing import flow_of, of_centre, save
from onedoor.cases.events import SafetyDecided, SafetyStopped
from onedoor.cases.models import Case
from onedoor.cases.models.choices import Safety
from onedoor.catalogue.models.safety_word import Sign
from onedoor.catalogue.queries import limit_for
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.organisation.duties import CENTRE_DUTIES, Duty
from onedoor.work.actions import tasks
from onedoor.work.queries import beside


@transaction.atomic
def stop(ref: str, *, signs: Sequence[str], reason: str = "", by: Actor, at: datetime) -> Case:
    """Stop mediation and outgoing messages; a trained person owes a look, by day or night.

    Anybody who works on the case may. Raises Refused without a sign from the list, or where it is stopped already.
    """
    case = queries.locked(by.county, ref)
    case.must(by, *CENTRE_DUTIES, Duty.SAFETY, handler=True)
    if not signs or not set(signs) <= set(Sign.values):
        raise Refused(_("请勾选看到的迹象：家庭暴力、涉嫌犯罪、儿童受侵害、自伤自杀。"), field="signs")
    if case.safety in (Safety.STOPPED, Safety.HELD):
        raise Refused(_("本件已经启动安全研判。"))
    case.safety = Safety.STOPPED
    save(case)
    limit = limit_for(case.county, "assess_safety", start=at)
    owed = of_centre(case, "assess_safety", Duty.SAFETY)
    tasks.open_beside(tasks.pressing(owed), subject=case.subject, limit=limit, at=at)
    emit(
        SafetyStopped(flow=flow_of(case), signs=tuple(signs), trace=limit.trace),
        on=case, by=by, at=at, words={"reason": reason},
    )  # fmt: skip
    return case


@transaction.atomic
def decide_safety(ref: str, *, risk: bool, measures: str, by: Actor, at: datetime) -> Case:
    """A trained person says whether there is danger, and what is done about it. With danger mediation and messages
    stay stopped; the statutory ways stay open.

    Raises Refused for anybody else, without measures, or where nothing was stopped.
    """
    case = queries.locked(by.county, ref)
    if not case.allows(by, Duty.SAFETY):
        raise Refused(_("安全研判要由受过培训的专人来做。请转给安全研判岗。"))
    if case.safety not in (Safety.STOPPED, Safety.HELD):
        raise Refused(_("本件没有启动安全研判。"))
    if not measures.strip():
        raise Refused(_("请写明怎么核实的、采取了什么措施、联系了谁。"), field="measures")
    case.safety = Safety.HELD if risk else Safety.CLEARED
    save(case)
    for task in beside(case.county, case.subject).filter(verb="assess_safety"):
        tasks.close(task, outcome="assess_safety", at=at)
    emit(SafetyDecided(flow=flow_of(case), risk=risk), on=case, by=by, at=at, words={"measures": measures})
    return case
