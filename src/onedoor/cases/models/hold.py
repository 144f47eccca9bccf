from __future__ import annotations

from django.db import models
from django.db.models import Q

from onedoor.cases.models.case import Case
from onedoor.core.models.county_row import CodeField, CountyRow


class Hold(CountyRow):
    """A legal hold (保全): nothing of the case is erased until it is ended, for a court or an inquiry needs it. The
    reasons of both are words on the record."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    by = CodeField(max_length=40)
    at = models.DateTimeField()
    ended_by = CodeField(max_length=40, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "case"], condition=Q(ended_at__isnull=True), name="one_hold_at_a_time"
            )
        ]
