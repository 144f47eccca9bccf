"""A calendar is not a rule: when it changes, the open limits of orders are computed again, too (DESIGN §5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import clock
from onedoor.core.events import emit
from onedoor.core.queries import calendar
from onedoor.core.refusal import Refused
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.work.actions import tasks
from onedoor.work.actions.ordering import ANSWER, locked
from onedoor.work.events import OrderLimitMoved
from onedoor.work.models import Task


@transaction.atomic
def recompute(task: int, *, by: Actor, at: datetime) -> None:
    """Compute the limit of an order's open task by the calendar of now and, where it moves, put that on the record
    (DESIGN §5). A day that a person named stays. Raises Refused for anybody but the system."""
    if not by.trusted:
        raise Refused(_("时限由系统按放假安排重算，不能由人改。"))
    number = Task.objects.filter(county=by.county, pk=task).values_list("about", flat=True).get()
    order, head = locked(by.county, number)
    owed = Task.objects.get(county=by.county, pk=task)
    limit = clock.recompute(owed.limit, calendar(by.county))
    if owed.closed_at or limit.due == owed.due_at:
        return
    before = owed.due_at
    insert_together(tasks.move(owed, limit=limit))
    if owed.verb == ANSWER:
        order.due_at, order.limit = limit.due, limit.trace
        order.save(update_fields=["due_at", "limit"])
    emit(
        OrderLimitMoved(
            order=number, unit=order.unit.code, verb=owed.verb, before=before, after=limit.due, trace=limit.trace
        ),
        on=head, by=by, at=at,
    )  # fmt: skip
