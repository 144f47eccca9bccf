"""What is owed, by whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from onedoor.geography.codes import within
from onedoor.organisation.actor import Actor
from onedoor.work.models import Task


def owed_by(actor: Actor) -> QuerySet[Task]:
    """The open tasks of every post the actor holds: its unit, its duties, inside its area."""
    mine = Q(pk__in=[])
    for standing in actor.standings:
        span = within(standing.area)
        mine |= Q(unit_id=standing.unit_id, duty__in=standing.duties, area__gte=span.first, area__lt=span.end)
    return Task.objects.filter(mine, county=actor.county, closed_at=None)


def leading(county: str, subject: str) -> Task | None:
    """The one task that leads an open subject."""
    return (
        Task.objects.select_related("unit").filter(county=county, subject=subject, leading=True, closed_at=None).first()
    )


@dataclass(frozen=True)
class Owing:
    """How much a duty owes: open tasks, and whether one of them is late."""

    open: int
    late: bool


COUNT_TO = 1000


def owed_by_duty(actor: Actor, *, now: datetime) -> dict[str, Owing]:
    """What each duty of the actor owes, counted over the first thousand by due moment: the cost does not grow with
    the history or the backlog."""
    first = owed_by(actor).order_by("due_at", "id").values("pk")[:COUNT_TO]
    counted = Task.objects.filter(county=actor.county, pk__in=first).values("duty")
    return {
        row["duty"]: Owing(row["open"], row["first"] <= now)
        for row in counted.annotate(open=Count("id"), first=Min("due_at")).order_by()
    }
