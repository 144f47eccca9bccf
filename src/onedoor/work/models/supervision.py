from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.work.models.task import Task


class Level(models.TextChoices):
    """The levels of supervision (督办级别, D-15), the mildest first."""

    ORDINARY = "ordinary", _("普通督办")
    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")
    LISTED = "listed", _("挂牌督办")
    INTERVIEW = "interview", _("约谈")


DRAFTS = (Level.LISTED, Level.INTERVIEW)
"""A rule may only propose these to a supervisor; a person imposes them, by an order."""


def harsher(one: str, other: str) -> str:
    """Of two levels the one further up the ladder; empty stands below all."""
    ranks = ["", *Level.values]
    return max(one, other, key=ranks.index)


class Supervision(CountyRow):
    """A chase of a task: what level, when, by which rule, and which due moment it was about.

    ``rule`` is empty where a person urged by hand. At a level of ``DRAFTS`` it is a proposal and no card.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="supervisions")
    level = CodeField(max_length=10, choices=Level.choices)
    rule = CodeField(max_length=20, blank=True, default="")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    version = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "task", "version", "rule"], condition=~Q(rule=""), name="one_supervision_per_rule"
            )
        ]
        indexes = [models.Index(fields=["county", "at"], name="supervision_by_day")]
