from __future__ import annotations

from django.db import models

from onedoor.cases.models.case import Case
from onedoor.core.models.county_row import CodeField, CountyRow


class Visit(CountyRow):
    """One call-back, or the attempt at one (回访): contacted? solved? satisfied? Made by somebody other than the
    handler. Null means nobody was reached to answer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    by = CodeField(max_length=40)
    at = models.DateTimeField()
    contacted = models.BooleanField()
    solved = models.BooleanField(null=True)
    satisfied = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["county", "case", "at"], name="visit_of_case")]
