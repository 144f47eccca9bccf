from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.work.models.task import Task


class Level(models.TextChoices):
    """The ladder of supervision (督办): a reminder at 75 % of the time, a red card at 100 % (DOMAIN B.3)."""

    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")


class Supervision(CountyRow):
    """A chase of a task: what level, when, and which due moment it was about."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="supervisions")
    level = CodeField(max_length=10, choices=Level.choices)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    version = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "task", "version", "level"], name="one_supervision_per_level")
        ]
