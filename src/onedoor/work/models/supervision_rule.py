from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.core.clock import Unit as TimeUnit
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.work.models.supervision import Level

UNITS = (TimeUnit.CD, TimeUnit.WD, TimeUnit.H)


class Basis(models.TextChoices):
    """What a rule counts: percent of the task's time; days or hours after the due moment; or no chase at all, but how
    long a step of supervision itself may take."""

    SHARE = "share", _("时限用去百分之几")
    AFTER = "after", _("超期以后")
    WITHIN = "within", _("督办一步的时限")


class Tell(models.TextChoices):
    """Whom a chase tells: whoever holds the task, who supervises there, the leader in charge (D-16)."""

    HOLDER = "holder", _("承办岗位")
    SUPERVISE = "supervise", _("督办岗位")
    LEAD = "lead", _("分管领导")


class SupervisionRule(CountyRow):
    """One rung of the ladder (督办规则): when a task is chased, at what level, and who is told.

    ``verb`` empty: any step. ``urgent_only`` rules hold for urgent tasks. The rule in force on the day a task was
    opened is the one it keeps, so a later row applies to later tasks only; rows end by ``valid_to`` and are never
    deleted.
    """

    rule = CodeField(max_length=20)
    level = CodeField(max_length=10, choices=Level.choices, blank=True, default="")
    basis = CodeField(max_length=6, choices=Basis.choices)
    n = models.PositiveIntegerField()
    unit = CodeField(max_length=6, choices=[(unit.value, unit.value) for unit in UNITS], blank=True, default="")
    verb = CodeField(max_length=20, blank=True, default="")
    urgent_only = models.BooleanField(default=False)
    tells = models.JSONField(default=list)
    citation = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "rule", "valid_from"], name="one_supervision_rule_per_day"),
            models.CheckConstraint(
                condition=Q(basis=Basis.SHARE, n__range=(1, 100), unit="")
                | Q(basis__in=[Basis.AFTER, Basis.WITHIN], n__gte=1, unit__in=[unit.value for unit in UNITS]),
                name="supervision_rule_counts_something",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.WITHIN, level="") | (~Q(basis=Basis.WITHIN) & ~Q(level="")),
                name="supervision_rule_has_a_level",
            ),
        ]
