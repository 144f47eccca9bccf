from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from onedoor.core.models.county_row import CodeField, CountyRow


class Item(CountyRow):
    """What kind of matter it is (事项): two levels, ``15`` 物业 and ``15-03`` 电梯故障 (DOMAIN C.2). ``admitted``: a
    village's grid may be given it (准入事项, A-229); what is not goes to a unit."""

    code = CodeField(max_length=12)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    parent = CodeField(max_length=12, blank=True)
    words = models.JSONField(default=list, help_text="Words residents use for it")
    admitted = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_item_per_code")]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name
