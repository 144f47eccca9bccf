from __future__ import annotations

from django.db import models

from onedoor.catalogue.models.item import Item
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models import Unit


class DutyEntry(CountyRow):
    """One line of the duty list (职责清单): an item in an area is this unit's, and these help. ``unit`` empty: the
    town of the place."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="duty_entries")
    area = CodeField(max_length=17)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    assists = models.JSONField(default=list, help_text="Codes of the assisting units")
    citation = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "item", "area", "valid_from"], name="one_duty_entry_per_item_area_day"
            )
        ]
