from __future__ import annotations

from django.db import models
from django.db.models import Q

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models import Unit


class Task(CountyRow):
    """Who must do what next, by when (待办). One row per duty owed, whatever app owes it.

    ``version`` moves whenever ``due_at`` does; a due delivery that names an older version does nothing. ``limit`` is
    the trace of the due moment: why this date. ``level`` is the harshest chase so far. ``about`` names what the task
    is about where the subject alone does not say: a request, an order. ``secret`` keeps it from supervisors who do
    not handle informants' reports. Of the open tasks of a subject at most one leads.
    """

    subject = CodeField(max_length=60)
    verb = CodeField(max_length=20)
    about = CodeField(max_length=40, blank=True, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    duty = CodeField(max_length=20)
    area = CodeField(max_length=17)
    leading = models.BooleanField(default=True)
    urgent = models.BooleanField(default=False)
    secret = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    limit = models.JSONField()
    version = models.IntegerField(default=1)
    level = CodeField(max_length=10, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    outcome = CodeField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "subject"], condition=Q(leading=True, closed_at=None), name="one_leading_task"
            ),
        ]
        indexes = [
            models.Index(
                fields=["county", "unit", "duty", "due_at", "id"], condition=Q(closed_at=None), name="task_inbox"
            ),
            models.Index(fields=["county", "subject", "opened_at"], name="task_of_subject"),
            models.Index(fields=["county", "due_at", "id"], condition=Q(closed_at=None), name="task_overdue"),
        ]
