from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Remark(CountyRow):
    """Words that belong to a happening: a reply, a reason. The record holds only a salted commitment to them, so
    erasing text and salt leaves the chain whole and tells nothing."""

    subject = CodeField(max_length=60)
    seq = models.IntegerField()
    field = CodeField(max_length=20)
    text = models.TextField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "subject", "seq", "field"], name="one_remark_per_field")
        ]
