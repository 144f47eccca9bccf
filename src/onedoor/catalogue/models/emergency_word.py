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
    """A county's own word that asks the person who registers: is somebody in danger right now? It prompts, it decides
    nothing. It is added to the shipped list, or ``silent``: there it never rings for this number (``*``: nothing of
    the shipped list does). ``unless`` are the words that keep it calm in the same sentence, apart by ``、``."""

    line = CodeField(max_length=3, choices=EmergencyLine.choices)
    word = models.CharField(max_length=40)
    unless = models.CharField(max_length=200, blank=True, default="")
    silent = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "line", "word"], name="one_emergency_word")]
