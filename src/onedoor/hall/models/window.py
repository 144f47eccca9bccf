from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.hall.models.zone import Zone
from onedoor.organisation.models import Unit


class Window(CountyRow):
    """Where residents are seen in the hall (窗口, A-010 to A-013), from a day to a day.

    ``name`` is what is called out and what a unit's presence calls its ``window`` (3号窗口); ``unit`` sits there: the
    centre's own window is open on every working day, another's when its unit is present. ``lines`` are the codes of
    the service lines it calls numbers of, in no order: the numbers have one.
    """

    code = CodeField(max_length=20)
    name = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="windows")
    lines = models.JSONField(default=list, blank=True)
    zone = CodeField(max_length=10, choices=Zone.choices, default=Zone.INTAKE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_window_per_code")]

    def __str__(self) -> str:
        return self.name
