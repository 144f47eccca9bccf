from __future__ import annotations

from django.db import models

from onedoor.catalogue.models.item import Item
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models import Unit


class Knowledge(CountyRow):
    """An entry of the knowledge base (知识库): a question, the answer that may be given, whose word it is, and by when
    somebody must look at it again. ``public``: residents may read it too."""

    code = CodeField(max_length=20)
    title = models.CharField(max_length=120)
    text = models.TextField()
    words = models.JSONField(default=list, blank=True, help_text="Words residents use for it")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    citation = models.CharField(max_length=120, blank=True, default="")
    public = models.BooleanField(default=False)
    reviewed_on = models.DateField()
    review_by = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_knowledge_entry_per_code")]

    def __str__(self) -> str:
        return self.title
