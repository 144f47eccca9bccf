"""The ladder: what happens when a task's time runs; and orders that a new calendar moves."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from onedoor.core import chain, clock
from onedoor.core.events import Notice, schedule, subscribe
from onedoor.core.nightly import nightly
from onedoor.core.queries import calendar
from onedoor.core.record import CalendarImported, LocalDayRemoved, LocalDaySet
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.work import ladder
from onedoor.work.actions import batching, chasing, drafting, recomputing, tasks
from onedoor.work.flow import ORDER_VERBS
from onedoor.work.ladder import Rung
from onedoor.work.models import Task

RECOMPUTE_ONE = "work.recompute_one"
CLEAR_DRAFTS = "work.clear_drafts"
CLEAR_BATCHES = "work.clear_batches"

_A_LITTLE_LATE = timedelta(minutes=15)
"""A worker that is late by no more than this still chases at closing time."""


@subscribe(name=tasks.WATCH)
def watch(notice: Notice, now: datetime) -> None:
    """Chase the task the notice names, unless it is done, was moved since, or was chased by this rule already; and
    have the next rung watched.

    A worker that comes back at night or on a rest day, or a calendar that made the day one, puts the chase off to the
    next working moment, unless the task is urgent.
    """
    head = chain.locked(notice.county, notice.subject)
    task = (
        Task.objects.select_related("unit")
        .filter(county=notice.county, pk=notice.payload["task"], closed_at=None, version=notice.payload["version"])
        .first()
    )
    if task is None or task.supervisions.filter(version=task.version, rule=notice.payload["rule"]).exists():
        return
    rung = ladder.rung(task, notice.payload["rule"])
    if rung is None:  # the county took the rule back
        insert_together(tasks.watch(task, other) for other in ladder.after(task, notice.at))
    elif moment := _put_off(task, notice.at, now):
        insert_together([tasks.watch(task, Rung(rung.rule, moment))])
    else:
        rule, by = rung.rule, Actor.system(notice.county)
        chasing.chase(task, level=rule.level, rule=rule.rule, tells=rule.tells, on=head, by=by, at=now)
        insert_together(tasks.watch(task, after) for after in ladder.following(task, rule.rule))


def _put_off(task: Task, due: datetime, now: datetime) -> datetime | None:
    """When to chase instead, or None to do it now: nobody is chased at midnight or on a rest day."""
    days = calendar(task.county)
    for moment in (now, max(due, now - _A_LITTLE_LATE)):
        if task.urgent or clock.next_working_moment(moment, calendar=days) == moment:
            return None
    return clock.next_working_moment(now, calendar=days)


@subscribe(CalendarImported, LocalDaySet, LocalDayRemoved, name="work.recompute")
def recompute(notice: Notice, now: datetime) -> None:
    """A calendar came in: have the limits of open orders computed again, each by a delivery of its own. Every other
    task is its own app's to move."""
    owed = Task.objects.filter(verb__in=ORDER_VERBS, closed_at=None)
    if notice.county:
        owed = owed.filter(county=notice.county)
    insert_together(
        schedule(RECOMPUTE_ONE, county=county, subject=subject, due_at=now, payload={"task": task})
        for county, subject, task in owed.values_list("county", "subject", "id")
    )


@subscribe(name=RECOMPUTE_ONE)
def recompute_one(notice: Notice, now: datetime) -> None:
    """Compute the limit of one order again. Running twice moves nothing twice."""
    recomputing.recompute(notice.payload["task"], by=Actor.system(notice.county), at=now)


@nightly(CLEAR_DRAFTS, at=time(2, 30))
def clear_drafts(notice: Notice, now: datetime) -> None:
    """What nobody went on writing goes."""
    drafting.clear_old(at=now)


@nightly(CLEAR_BATCHES, at=time(2, 40))
def clear_batches(notice: Notice, now: datetime) -> None:
    """What batches were told is kept for thirty days."""
    batching.forget(at=now)
