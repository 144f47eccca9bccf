from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.notices.models.message import Message


class Reading(CountyRow):
    """That a member has read a message. A message to a duty is read by each holder for themselves."""

    member = CodeField(max_length=40)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "member", "message"], name="one_reading_per_member"),
        ]
