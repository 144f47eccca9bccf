from __future__ import annotations

from django.db import models

from onedoor.cases.models.case import Case
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models import Unit


class Viewing(CountyRow):
    """Who looked at a case, on which day, how often: shown to its author as unit and post, never as a person."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="viewings")
    by = CodeField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    times = models.IntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "case", "by", "day"], name="one_viewing_per_person_and_day")
        ]
