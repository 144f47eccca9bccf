from __future__ import annotations

from django.db import models

from onedoor.catalogue.models.item import Item
from onedoor.core.models.county_row import CodeField, CountyRow


class ReplyTemplate(CountyRow):
    """A text to begin with (答复模板), for one step (``reply``, ``answer``, ``send_back`` …; empty: any) and, where it
    names one, one item. What stands between 〔 and 〕 is left for the writer to fill in."""

    code = CodeField(max_length=20)
    name = models.CharField(max_length=60)
    verb = CodeField(max_length=20, blank=True, default="")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_template_per_code")]

    def __str__(self) -> str:
        return self.name
