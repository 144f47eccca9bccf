"""The lists of somebody as filters leave them. The top of a list is what is asked for most: for the same posts and
filters it is put into words once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet

from onedoor.cases.models import Case
from onedoor.cases.queries import seen
from onedoor.core.lean import lean, made_of
from onedoor.core.prepared import Prepared
from onedoor.core.revisions import number
from onedoor.desk.filters.chosen import Chosen
from onedoor.desk.filters.narrowing import narrowed_cases, narrowed_tasks
from onedoor.desk.paging import PAGE
from onedoor.organisation.actor import Actor
from onedoor.work.models import Task
from onedoor.work.queries import COUNT_TO, owed_by

Listed = TypeVar("Listed", bound=Model)

_CASE = (
    "id", "county", "ref", "state", "colour", "nature", "confidential", "urgency", "title", "summary", "channel",
    "area", "lead_id", "holder_id", "accused_id", "unsolved", "suspended_until", "registered_at", "due_at",
)  # fmt: skip
_TASK = (
    "id", "county", "subject", "verb", "about", "unit_id", "area", "leading", "secret", "opened_at", "due_at",
    "version", "level", "closed_at",
)  # fmt: skip
"""What a line says of a case and of a task, and what tells which steps it is ready for."""

_READ_FROM = ("catalogue", "organisation")
"""What the words of a query are made with, by the names of its revisions."""


@dataclass(frozen=True)
class Asking(Generic[Listed]):
    """One list: ``rows`` to go on with, in their order; ``top`` reads its first, one more than a page shows.
    ``counts`` is what is asked of rows that are counted."""

    rows: QuerySet[Listed]
    columns: tuple[str, ...]
    counts: tuple[str, ...]

    def top(self) -> list[Listed]:
        return made_of(self.rows.model, self.columns, self._top())

    @cached_property
    def _top(self) -> Prepared[tuple[Any, ...]]:
        return Prepared(lambda: self.rows.values_list(*self.columns)[: PAGE + 1])

    @cached_property
    def first(self) -> tuple[str, tuple[Any, ...]] | None:
        """The first thousand, as the store is asked for them: what is counted. None where there can be nothing."""
        try:
            return self.rows.values(*self.counts)[:COUNT_TO].query.sql_with_params()
        except EmptyResultSet:
            return None


def read_cases(rows: QuerySet[Case]) -> list[Case]:
    """Cases with what a line says of them."""
    return lean(rows, *_CASE)


def read_tasks(rows: QuerySet[Task]) -> list[Task]:
    """Tasks with what a line says of them."""
    return lean(rows, *_TASK)


def tasks_asked(actor: Actor, chosen: Chosen, *, now: datetime) -> tuple[Asking[Task], Asking[Task]]:
    """What the actor owes as the filters leave it, the earliest due first; and the same of every stretch of time."""
    every = chosen.every
    whole = _kept_tasks(actor, every, _version()) if chosen.lasts else _tasks(actor, every)
    if every is chosen:
        return whole, whole
    return _asking_tasks(narrowed_tasks(owed_by(actor), chosen, now=now)), whole


def cases_asked(actor: Actor, chosen: Chosen) -> Asking[Case]:
    """The cases the actor may see as the filters leave them, in the order chosen."""
    return _kept_cases(actor, chosen, _version()) if chosen.lasts else _cases(actor, chosen)


def _tasks(actor: Actor, chosen: Chosen) -> Asking[Task]:
    # No stretch of time is chosen here, so the moment does not matter.
    return _asking_tasks(narrowed_tasks(owed_by(actor), chosen, now=datetime.min))


def _asking_tasks(tasks: QuerySet[Task]) -> Asking[Task]:
    return Asking(tasks.order_by("due_at", "id"), _TASK, ("due_at",))


def _cases(actor: Actor, chosen: Chosen) -> Asking[Case]:
    return Asking(narrowed_cases(seen(actor), chosen, actor=actor), _CASE, ("id",))


@lru_cache(maxsize=256)
def _kept_tasks(actor: Actor, chosen: Chosen, _version: Hashable) -> Asking[Task]:
    return _tasks(actor, chosen)


@lru_cache(maxsize=256)
def _kept_cases(actor: Actor, chosen: Chosen, _version: Hashable) -> Asking[Case]:
    return _cases(actor, chosen)


def _version() -> Hashable:
    return tuple(map(number, _READ_FROM))
