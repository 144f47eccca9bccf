from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Upload(CountyRow):
    """A set-up workbook that somebody uploaded and has not agreed to yet; one a member, encrypted, gone once it is
    taken in, replaced, or a day old."""

    member = CodeField(max_length=40)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "member"], name="one_set_up_upload_per_member")]
