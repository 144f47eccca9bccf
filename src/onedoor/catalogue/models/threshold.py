from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Threshold(CountyRow):
    """A number the county may set (阈值): how often a limit may be extended, after how many calls nobody is looked for
    any more. A county without a row uses the shipped one (``catalogue.defaults``)."""

    code = CodeField(max_length=30)
    n = models.PositiveIntegerField()
    citation = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "code", "valid_from"], name="one_threshold_per_code_and_day")
        ]
