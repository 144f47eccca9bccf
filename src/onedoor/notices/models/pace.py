from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Pace(CountyRow):
    """How often a recipient has lately been written to: what the storm rule counts, and the row by which two senders
    take turns. Urgent messages are counted apart, so that others never hold them up.

    ``left`` are the moments at which letters left in the last hour; ``next_at`` is when the next digest is due.
    """

    to = CodeField(max_length=90)
    urgent = models.BooleanField()
    left = models.JSONField(default=list)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "to", "urgent"], name="one_pace_per_recipient")]
