from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow


class EmergencyLine(models.TextChoices):
    """The numbers that go first: whoever is in danger is put through before anything is registered."""

    POLICE = "110", _("110 公安")
    FIRE = "119", _("119 消防")
    MEDICAL = "120", _("120 急救")
    TRAFFIC = "122", _("122 交警")


class EmergencyWord(CountyRow):
    """A word that asks the person who registers: is somebody in danger right now? It prompts, it decides nothing. A
    county's rows replace the shipped ones of the same number."""

    line = CodeField(max_length=3, choices=EmergencyLine.choices)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "line", "word"], name="one_emergency_word")]
