"""Say what kind of matter it is, how hard, and where (分流定级)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.cases import queries
from onedoor.cases.actions import limiting
from onedoor.cases.actions.advancing import advance, flow_of, of_centre
from onedoor.cases.events import CaseTriaged
from onedoor.cases.flow import Colour
from onedoor.cases.models import Case
from onedoor.catalogue.queries import item_of, limit_for
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.geography.atlas import atlas
from onedoor.organisation.actor import Actor
from onedoor.work.actions.tasks import Owed


@transaction.atomic
def triage(ref: str, *, colour: str, item: str, area: str = "", by: Actor, at: datetime) -> Case:
    """Set colour, item and place. The limit of the whole case starts now, by the colour's service level.

    Raises Refused when colour, item or place is unknown, or the flow or the actor's duty does not allow it.
    """
    case = queries.locked(by.county, ref)
    case.permitted("triage", by=by)  # asked where the case is now, before it is moved elsewhere
    if colour not in Colour.values:
        raise Refused(_("请选择难度：绿、黄或红。"), field="colour")
    case.item = item_of(case.county, item)
    if area not in ("", case.area) and not atlas(case.county).known(area):
        raise Refused(_("没有代码为%(code)s的地方。请重新选择地点。") % {"code": area}, field="area")
    case.area, case.colour = area or case.area, colour
    solve = limiting.begin(case, at=at)
    next_step = limit_for(case.county, "dispatch", start=at, colour=colour, urgency=case.urgency)
    advance(case, "triage", by=by, at=at, then=dispatcher(case), limit=next_step)
    emit(CaseTriaged(flow=flow_of(case), item=item, area=case.area, trace=solve.trace), on=case, by=by, at=at)
    return case


def dispatcher(case: Case) -> Owed:
    """Who must find the unit: the dispatchers, or for a red case a leader (A-201)."""
    if case.colour == Colour.RED:
        return of_centre(case, "entrust", "lead")
    return of_centre(case, "dispatch", "dispatch")
