from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models.case import Case
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models import Unit


class Role(models.TextChoices):
    LEAD = "lead", _("主办")
    ASSIST = "assist", _("协办")


class Assignment(CountyRow):
    """A case given to a unit (派单), as lead or to help. ``responsible`` is the post a leader names for a red case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = CodeField(max_length=10, choices=Role.choices)
    responsible = CodeField(max_length=60, blank=True, default="")
    given_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = CodeField(max_length=20, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["county", "case", "given_at"], name="assignment_of_case")]
