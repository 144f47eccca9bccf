from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models import Case
from onedoor.core.models.county_row import CodeField, CountyRow


class Step(models.TextChoices):
    """At which step somebody was shown proposals."""

    TRIAGE = "triage", _("分流定级")
    DISPATCH = "dispatch", _("派单")
    REASSIGN = "reassign", _("改派")


class Outcome(models.TextChoices):
    """What became of the choice: ``kept``, the unit solved it; ``returned``, it sent it back and was right;
    ``reassigned``, the centre gave it to another before anybody signed."""

    OPEN = "", _("办理中")
    KEPT = "kept", _("办成")
    RETURNED = "returned", _("退单成立")
    REASSIGNED = "reassigned", _("改派")


class Advice(CountyRow):
    """What was proposed at one step of a case, and what a named person chose (DESIGN §6).

    ``offered``: the proposals in their order, each with item, unit, assists, colour and probability (0…1, None where
    nothing was measured). ``model``: the number of the text model that took part, 0 for none. ``rank``: which of them
    was chosen, from 1; 0 for another choice. ``confident``: the first one was likely enough to stand as first choice.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    step = CodeField(max_length=10, choices=Step.choices)
    model = models.IntegerField(default=0)
    offered = models.JSONField(default=list)
    item = CodeField(max_length=12, blank=True, default="")
    unit = CodeField(max_length=40, blank=True, default="")
    colour = CodeField(max_length=10, blank=True, default="")
    rank = models.SmallIntegerField(default=0)
    confident = models.BooleanField(default=False)
    by = CodeField(max_length=60)
    at = models.DateTimeField()
    outcome = CodeField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN)

    class Meta:
        indexes = [
            models.Index(fields=["county", "at", "id"], name="advice_by_day"),
            models.Index(fields=["county", "case", "at"], name="advice_of_case"),
        ]
