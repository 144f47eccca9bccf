from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Wording(CountyRow):
    """A county's own text for one kind of message in one language (``zh`` or ``en``), instead of the shipped one."""

    kind = CodeField(max_length=40)
    language = CodeField(max_length=5)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "kind", "language"], name="one_wording_per_kind")]
