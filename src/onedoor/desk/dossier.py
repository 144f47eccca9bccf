"""What is known of a case where one actor has it open (案卷): read once, whatever on the page asks for it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from onedoor.cases import queries
from onedoor.cases.models import Assignment, Case, Report, Request
from onedoor.cases.queries import Line, Sight
from onedoor.core.prepared import Prepared
from onedoor.organisation.actor import Actor
from onedoor.work.models import Order, Task
from onedoor.work.queries import open_tasks, orders_about

_assignments = Prepared(
    lambda county, case: (
        Assignment.objects.filter(county=county, case=case).select_related("unit").order_by("given_at", "id")
    )
)


class Dossier:
    """A case, an actor, and a moment. Nothing is read before it is asked for, and nothing twice."""

    def __init__(self, case: Case, *, sight: Sight, actor: Actor, now: datetime) -> None:
        self.case = case
        self.sight = sight
        self.actor = actor
        self.now = now

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def tasks(self) -> list[Task]:
        """Every open task, the leading one first."""
        return open_tasks(self.case.county, self.case.subject)

    @property
    def task(self) -> Task | None:
        """The task that leads."""
        return next((task for task in self.tasks if task.leading), None)

    @property
    def beside(self) -> list[Task]:
        """What is owed beside it."""
        return [task for task in self.tasks if not task.leading]

    @cached_property
    def lines(self) -> list[Line]:
        """The record, oldest first, as far as the actor may read its words."""
        return queries.record_of(self.case, voices=self.sight.voices)

    @cached_property
    def reports(self) -> list[Report]:
        """The reports that belong to it, the first one first, with who sent them."""
        return queries.read_reports(self.case.county, self.case.pk)

    def told(self, *names: str) -> list[Line]:
        """The lines of these kinds."""
        return [line for line in self.lines if line.happening.name in names]

    @cached_property
    def assignments(self) -> list[Assignment]:
        return _assignments(self.case.county, self.case.pk)

    @cached_property
    def requests(self) -> list[Request]:
        """What was asked for, oldest first; the record says whether there is anything to read."""
        asked = self.told("cases.request_asked")
        return list(self.case.requests.select_related("unit").order_by("asked_at", "id")) if asked else []

    @cached_property
    def merged(self) -> list[Case]:
        """The cases handled together with this one."""
        joined = self.told("cases.joined")
        return list(self.case.merged.select_related("item").order_by("registered_at", "id")) if joined else []

    @cached_property
    def orders(self) -> list[Order]:
        """The supervision orders about it, the latest first."""
        return orders_about(self.case.county, self.case.subject) if self.told("work.order_issued") else []

    @property
    def unsolved(self) -> bool:
        """Whether a reporter's last word is that it is not solved."""
        return self.case.unsolved or any(one.unsolved for one in self.merged)
