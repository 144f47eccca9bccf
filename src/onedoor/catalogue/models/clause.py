from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Clause(CountyRow):
    """A reason not to accept (不予受理情形), with its source and where else to go. Whoever refuses names one."""

    code = CodeField(max_length=20)
    text = models.CharField(max_length=200)
    citation = models.CharField(max_length=120, blank=True)
    guidance = models.CharField(max_length=200, help_text="Where the resident can go instead")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_clause_per_code")]
