from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models.unit import Unit


class Presence(CountyRow):
    """A unit on the list of those that sit at the centre (入驻), from a day to a day (A-033, A-034).

    Resident units are there on every working day, rotating ones on their ``weekdays`` (1 Monday … 7 Sunday), on-call
    ones when they are called. ``window`` is where they sit, as the hall names it.
    """

    class Mode(models.TextChoices):
        RESIDENT = "resident", _("常驻")
        ROTATING = "rotating", _("轮驻")
        ON_CALL = "on_call", _("随驻")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="presences")
    mode = CodeField(max_length=10, choices=Mode.choices)
    window = models.CharField(max_length=40, blank=True, default="")
    weekdays = models.JSONField(default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "unit", "valid_from"], name="one_presence_per_unit_and_day")
        ]
