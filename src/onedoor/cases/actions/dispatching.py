"""Give the case to the unit that must act (派单), by a dispatcher or, for a red case, by a leader (红色交办)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onedoor.cases import queries
from onedoor.cases.actions import limiting
from onedoor.cases.actions.advancing import advance, flow_of, of_unit
from onedoor.cases.events import CaseDispatched, CaseEntrusted
from onedoor.cases.flow import Colour
from onedoor.cases.models import Assignment, Case
from onedoor.cases.models.assignment import Role
from onedoor.catalogue.queries import item_of, limit_for
from onedoor.core import clock
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Post, Unit
from onedoor.organisation.queries import directory
from onedoor.work.actions import tasks

RUNGS = ("village", "town", "county")
"""The ladder (A-219…A-221), from the lowest rung."""


@transaction.atomic
def dispatch(
    ref: str, *, to: str, assists: Sequence[str] = (), basis: str = "manual", item: str = "", by: Actor, at: datetime
) -> Case:
    """Give the case to the unit with this code, and let it owe its signature. Its clock starts now.

    ``basis`` says where the choice came from: ``duty-list``, ``proposal`` or ``manual``. ``item`` corrects what kind of
    matter it is, where a return has shown that it was taken for another. After a return that was not upheld the case
    goes back to the unit that returned it. Raises Refused.
    """
    case = queries.locked(by.county, ref)
    if item:
        case.item = item_of(case.county, item)
    unit, helpers = units_of(case, to, assists)
    trace = give(case, "dispatch", unit, helpers, by=by, at=at)
    emit(
        CaseDispatched(
            flow=flow_of(case), unit=unit.code, assists=tuple(u.code for u in helpers), basis=basis, trace=trace,
            item=item,
        ),
        on=case, by=by, at=at,
    )  # fmt: skip
    return case


@transaction.atomic
def entrust(
    ref: str, *, to: str, responsible: str, deadline: date, assists: Sequence[str] = (), by: Actor, at: datetime
) -> Case:
    """A leader gives a red case to a unit and names the responsible post and the last day (A-016).

    The leader's date is the limit of the whole case. Raises Refused.
    """
    case = queries.locked(by.county, ref)
    unit, helpers = units_of(case, to, assists)
    if not Post.objects.filter(county=case.county, unit=unit, code=responsible).exists():
        raise Refused(_("红色事项要写明责任岗位。请从该单位的岗位里选一个。"), field="responsible")
    named = clock.fixed(deadline, start=at, citation=gettext_noop("领导批办"), rule="A-016")
    limit = limiting.whole(case, named)
    case.solve_by, case.solve_limit = limit.due, limit.trace
    give(case, "entrust", unit, helpers, responsible=responsible, by=by, at=at)
    emit(
        CaseEntrusted(
            flow=flow_of(case), unit=unit.code, assists=tuple(u.code for u in helpers),
            responsible=responsible, trace=limit.trace,
        ),
        on=case, by=by, at=at,
    )  # fmt: skip
    return case


def give(
    case: Case, verb: str, unit: Unit, helpers: Sequence[Unit], *, responsible: str = "", by: Actor, at: datetime
) -> dict[str, object]:
    """Take the step by which the locked case goes to these units; gives the trace of the limit to sign. The caller
    writes the event."""
    limit = limit_for(case.county, "sign", start=at, colour=case.colour, urgency=case.urgency)
    case.lead = unit
    owed = of_unit(case, "sign", unit)
    advance(case, verb, by=by, at=at, then=owed, limit=limit)
    given: list[models.Model] = [
        Assignment(county=case.county, case=case, unit=unit, role=Role.LEAD, responsible=responsible, given_at=at)
    ]
    given += [Assignment(county=case.county, case=case, unit=u, role=Role.ASSIST, given_at=at) for u in helpers]
    insert_together([*given, *_helpers_owe(case, unit, helpers, at=at)])
    return limit.trace


def _helpers_owe(case: Case, unit: Unit, helpers: Sequence[Unit], *, at: datetime) -> list[models.Model]:
    """Each helping unit owes its part by the limit of the whole case; what is yellow is looked at together, on the
    spot, first (A-201 现场核查、联合处置)."""
    owed = [(of_unit(case, "assist", helper), limiting.kept(case)) for helper in helpers]
    if helpers and case.colour == Colour.YELLOW:
        limit = limit_for(case.county, "inspect", start=at, colour=case.colour, urgency=case.urgency)
        owed.append((of_unit(case, "inspect", unit), limit))
    return [
        row
        for part, limit in owed
        for row in tasks.opened(part, subject=case.subject, limit=limit, at=at, leading=False)[1]
    ]


def units_of(case: Case, to: str, assists: Sequence[str]) -> tuple[Unit, list[Unit]]:
    """The units with these codes. Raises Refused for one the case may not be given to."""
    units = directory(case.county)
    unit = units.by_code.get(to)
    if unit is None or not unit.active:
        raise Refused(_("没有这个单位。请从名单里选择主办单位。"), field="to")
    if not _solves(unit):
        raise Refused(_("中心推进程序，不代替单位办理。请选择办理单位。"), field="to")
    before = last_lead(case)
    if before and before.outcome == "kept" and before.unit_id != unit.id:
        raise Refused(_("退单没有成立，应由%(unit)s继续办理。请派回该单位。") % {"unit": before.unit.name}, field="to")
    if before and before.outcome == "upheld" and before.unit_id == unit.id:
        raise Refused(_("%(unit)s的退单已经成立，请改派别的单位。") % {"unit": before.unit.name}, field="to")
    if unit.level in RUNGS and case.level in RUNGS and RUNGS.index(unit.level) < RUNGS.index(case.level):
        raise Refused(_("本件已提级，不能再派给下一级。要下沉，请先写明理由。"), field="to")
    if unit.kind == Unit.Kind.VILLAGE and case.item and not case.item.admitted:
        raise Refused(
            _("“%(item)s”不在网格准入事项里，不能派给村社区。请派给部门或者镇街。") % {"item": case.item}, field="to"
        )
    if case.secret and not case.summary.strip():
        raise Refused(_("保密件先由专人写好摘要，再派单；单位只看摘要。"))
    helpers = [units.by_code.get(code) for code in dict.fromkeys(assists) if code != to]
    able = [helper for helper in helpers if helper and helper.active and _solves(helper)]
    if case.accused_id in {unit.id, *(helper.id for helper in able)}:
        raise Refused(_("不能派给被反映的单位，也不能让它协办。请选择别的单位。"), field="to")
    if len(able) < len(helpers):
        raise Refused(_("协办单位里有不能派的单位。请从名单里重新选择协办单位。"), field="assists")
    return unit, able


def _solves(unit: Unit) -> bool:
    """The centre drives the procedure and the centre above hands cases down; neither solves them."""
    return unit.kind not in (Unit.Kind.CENTRE, Unit.Kind.UPPER)


def end_assignments(case: Case, *, outcome: str, at: datetime) -> None:
    """Nobody holds the case any longer, neither as lead nor to help."""
    held = Assignment.objects.filter(county=case.county, case=case, ended_at=None)
    held.update(ended_at=at, outcome=outcome)


def last_lead(case: Case) -> Assignment | None:
    """The case's latest assignment as lead, open or ended."""
    leads = Assignment.objects.filter(county=case.county, case=case, role=Role.LEAD)
    return leads.select_related("unit").order_by("-given_at", "-id").first()
