from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models import Case
from onedoor.core.models.county_row import CodeField, CountyRow


class Source(models.TextChoices):
    """Where a lesson comes from, the strongest first."""

    RULED = "ruled", _("退单裁定")
    REASSIGNED = "reassigned", _("改派")
    CLOSED = "closed", _("办结")


class Lesson(CountyRow):
    """What one case taught about whose an item is (经验): this unit was right for it, or was not.

    ``town`` is the nine digits of the place, empty where only the county is known. ``unit`` is the unit's code, or
    ``@town`` for the unit of the town of the place: what one town taught then holds for another. ``colour`` is how hard
    the case was. Nothing of the report stands here.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    item = CodeField(max_length=12)
    town = CodeField(max_length=9, blank=True, default="")
    unit = CodeField(max_length=40)
    colour = CodeField(max_length=10, blank=True, default="")
    right = models.BooleanField()
    source = CodeField(max_length=10, choices=Source.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "case", "unit", "source", "at"], name="one_lesson_per_moment")
        ]
        indexes = [models.Index(fields=["county", "item", "at"], name="lesson_of_item")]
