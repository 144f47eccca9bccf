"""What is owed, by whom, by when; what is late, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from onedoor.core.models import Happening, Remark
from onedoor.core.prepared import Prepared
from onedoor.core.refusal import Refused
from onedoor.geography.codes import within
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import directory
from onedoor.work.models import Draft, Order, Supervision, Task
from onedoor.work.models.supervision import DRAFTS

_NOTHING = Q(pk__in=[])


def owed_by(actor: Actor) -> QuerySet[Task]:
    """The open tasks of every post the actor holds: its unit, its duties, inside its area."""
    return Task.objects.filter(_own(actor), county=actor.county, closed_at=None)


def _own(actor: Actor) -> Q:
    """What the actor's posts owe; a supervisor's part about something secret only for those who handle such."""
    mine = _NOTHING
    for standing in actor.standings:
        mine |= Q(unit_id=standing.unit_id, duty__in=standing.duties) & _inside(standing.area)
    return mine if actor.has("inform") else mine & ~Q(secret=True, duty="supervise")


def _supervised(actor: Actor) -> Q:
    """What lies where the actor supervises, whoever owes it; what is secret only for those who handle such."""
    watched = _NOTHING
    for standing in actor.standings:
        if "supervise" in standing.duties:
            watched |= _inside(standing.area)
    return watched if actor.has("inform") else watched & Q(secret=False)


def _inside(area: str) -> Q:
    span = within(area)
    return Q(area__gte=span.first, area__lt=span.end)


def leading(county: str, subject: str) -> Task | None:
    """The one task that leads an open subject."""
    return (
        Task.objects.select_related("unit").filter(county=county, subject=subject, leading=True, closed_at=None).first()
    )


def beside(county: str, subject: str) -> QuerySet[Task]:
    """The open tasks of a subject that do not lead: assists, approvals, orders; the earliest due first."""
    tasks = Task.objects.select_related("unit").filter(county=county, subject=subject, leading=False, closed_at=None)
    return tasks.order_by("due_at", "id")


def open_tasks(county: str, subject: str) -> list[Task]:
    """Every open task of a subject, the leading one first, then the earliest due."""
    return _open(county, subject)


def _all_open(county: str, subject: str) -> QuerySet[Task]:
    tasks = Task.objects.select_related("unit").filter(county=county, subject=subject, closed_at=None)
    return tasks.order_by("-leading", "due_at", "id")


_open = Prepared(_all_open)


def is_secret(county: str, subject: str) -> bool:
    """Whether supervisors do not see the subject: its latest task is secret."""
    tasks = Task.objects.filter(county=county, subject=subject).order_by("-opened_at", "-id")
    return bool(tasks.values_list("secret", flat=True).first())


def area_of(county: str, subject: str) -> str:
    """Where a subject is: the area of its latest task. Raises Refused when nobody ever owed anything about it."""
    tasks = Task.objects.filter(county=county, subject=subject).order_by("-opened_at", "-id")
    area = tasks.values_list("area", flat=True).first()
    if area is None:
        raise Refused(_("这件事没有待办。请核对编号。"))
    return area


@dataclass(frozen=True)
class Owing:
    """How much a duty owes: open tasks, and whether one of them is late."""

    open: int
    late: bool


COUNT_TO = 1000


def owed_by_duty(actor: Actor, *, now: datetime) -> dict[str, Owing]:
    """What each duty of the actor owes, counted over the first thousand by due moment: the cost does not grow with
    the history or the backlog."""
    if not actor.duties:
        return {}
    sql, told = _first_owed(actor)
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.duty, COUNT(*), MAX(CASE WHEN t.due_at <= %s THEN 1 ELSE 0 END) FROM ({sql}) t GROUP BY t.duty",
            [moment, *told],
        )
        return {duty: Owing(count, bool(late)) for duty, count, late in cursor.fetchall()}


@lru_cache(maxsize=1024)
def _first_owed(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """The first tasks an actor owes, as the store is asked for them with every page."""
    # Counted over the rows themselves: told by their ids, PostgreSQL would read every task there ever was.
    first = owed_by(actor).order_by("due_at", "id").values("duty", "due_at")[:COUNT_TO]
    return first.query.sql_with_params()


def overdue(actor: Actor, *, now: datetime) -> QuerySet[Task]:
    """The open tasks whose moment has passed (超期清单): all of the area where the actor supervises, and those the
    actor's own posts owe."""
    late = Task.objects.filter(_own(actor) | _supervised(actor), county=actor.county, closed_at=None, due_at__lte=now)
    return late.select_related("unit").order_by("due_at", "id")


@dataclass(frozen=True)
class Lateness:
    """How many tasks a unit is late with."""

    unit: str
    name: str
    tasks: int


def by_unit(late: QuerySet[Task]) -> list[Lateness]:
    """Tasks counted by unit, the most first. The counts are those of the rows."""
    counted = late.order_by().values("unit__code", "unit__name").annotate(tasks=Count("id"))
    found = [Lateness(row["unit__code"], row["unit__name"], row["tasks"]) for row in counted]
    return sorted(found, key=lambda unit: (-unit.tasks, unit.unit))


def order(county: str, number: str) -> Order:
    """The order of this number. Raises Refused when there is none."""
    found = Order.objects.select_related("unit", "supervisor").filter(county=county, number=number).first()
    if found is None:
        raise Refused(_("没有编号%(number)s的督办单。请核对编号。") % {"number": number})
    return found


def _answered_by(actor: Actor) -> Q:
    """What the actor's units must answer: all of it for a post that covers the unit's own area, else what lies in the
    post's."""
    known = directory(actor.county).by_id
    answered = _NOTHING
    for standing in actor.standings:
        if "handle" in standing.duties and standing.unit_id in known:
            whole = within(standing.area).covers(known[standing.unit_id].area)
            answered |= Q(unit_id=standing.unit_id) if whole else Q(unit_id=standing.unit_id) & _inside(standing.area)
    return answered


def orders(actor: Actor) -> QuerySet[Order]:
    """The orders an actor may see: of the area where they supervise, and those their own unit must answer or issued;
    the latest first."""
    seen = Order.objects.filter(_answered_by(actor) | _supervised(actor), county=actor.county)
    return seen.select_related("unit", "supervisor").order_by("-issued_at", "-id")


def orders_about(county: str, subject: str) -> list[Order]:
    """The orders about one subject, the latest first."""
    issued = Order.objects.filter(county=county, subject=subject).select_related("unit", "supervisor")
    return list(issued.order_by("-issued_at", "-id"))


@dataclass(frozen=True)
class OrderLine:
    """One line of an order's record, with the words that belong to it."""

    happening: Happening
    words: str


def record_of(order: Order) -> list[OrderLine]:
    """What happened to an order, oldest first."""
    of_subject = {"county": order.county, "subject": order.subject}
    told = Happening.objects.filter(**of_subject, name__startswith="work.order_").order_by("seq")
    lines = [line for line in told if line.payload["order"] == order.number]
    remarks = Remark.objects.filter(**of_subject, seq__in=[line.seq for line in lines])
    words = dict(remarks.values_list("seq", "text"))
    return [OrderLine(line, words.get(line.seq, "")) for line in lines]


@dataclass(frozen=True)
class Chased:
    """How a unit was supervised at one level in a stretch of time: chases, orders issued, and how many of those
    orders are struck off by now (督办完成率, K-38)."""

    unit: str
    level: str
    chases: int = 0
    orders: int = 0
    discharged: int = 0


def chased(county: str, *, since: datetime, until: datetime) -> list[Chased]:
    """Chases and orders per unit and level from ``since`` up to, not including, ``until``. What a rule only proposed
    is no chase."""
    units = directory(county).by_id
    rows = Supervision.objects.filter(county=county, at__gte=since, at__lt=until).exclude(level__in=DRAFTS)
    chases = {
        (row["task__unit"], row["level"]): row["n"]
        for row in rows.order_by().values("task__unit", "level").annotate(n=Count("id"))
    }
    issued = Order.objects.filter(county=county, issued_at__gte=since, issued_at__lt=until)
    orders = {
        (row["unit"], row["level"]): (row["n"], row["done"])
        for row in issued.order_by().values("unit", "level").annotate(n=Count("id"), done=Count("discharged_at"))
    }
    return sorted(
        (
            Chased(units[unit].code, level, chases.get((unit, level), 0), *orders.get((unit, level), (0, 0)))
            for unit, level in chases.keys() | orders.keys()
        ),
        key=lambda chased: (chased.unit, chased.level),
    )


def draft_of(actor: Actor, page: str) -> Draft | None:
    """What the actor has written on a page and not sent, or what was handed to a post of theirs there."""
    kept = Draft.objects.filter(_within_reach(actor), county=actor.county, page=page)
    return next(iter(sorted(kept, key=lambda draft: draft.member != actor.code)), None)


def has_draft(actor: Actor, page: str) -> bool:
    """Whether ``draft_of`` would find one: asked after every registration, in a tenth of the time."""
    posts = [standing.post for standing in actor.standings]
    handed = f" OR to_post IN ({', '.join(['%s'] * len(posts))})" if posts else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM work_draft WHERE county = %s AND page = %s AND (member = %s{handed}) LIMIT 1",
            [actor.county, page, actor.code, *posts],
        )
        return cursor.fetchone() is not None


def drafts_of(actor: Actor) -> list[Draft]:
    """The actor's own drafts and those handed to their posts, the latest first."""
    return list(Draft.objects.filter(_within_reach(actor), county=actor.county).order_by("-saved_at", "-id")[:200])


def _within_reach(actor: Actor) -> Q:
    return Q(member=actor.code) | Q(to_post__in=[standing.post for standing in actor.standings]) & ~Q(to_post="")
