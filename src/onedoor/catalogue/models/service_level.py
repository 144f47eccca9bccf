from __future__ import annotations

from django.db import models
from django.db.models import Q

from onedoor.core.clock import Unit as TimeUnit
from onedoor.core.models.county_row import CodeField, CountyRow


class ServiceLevel(CountyRow):
    """A local limit (时限): how long a step may take, for a colour and urgency (empty: any), from a day to a day.

    Statutory limits are shipped and cited; these are the county's own and editable. A later row applies to later
    starts only.
    """

    rule = CodeField(max_length=20)
    verb = CodeField(max_length=20)
    colour = CodeField(max_length=10, blank=True, default="")
    urgency = CodeField(max_length=10, blank=True, default="")
    n = models.PositiveIntegerField()
    unit = CodeField(max_length=6, choices=[(unit.value, unit.value) for unit in TimeUnit])
    citation = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "verb", "colour", "urgency", "valid_from"], name="one_level_per_step_and_day"
            ),
            models.CheckConstraint(condition=Q(n__gte=1), name="level_is_at_least_one"),
        ]
