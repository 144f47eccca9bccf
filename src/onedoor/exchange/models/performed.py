from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.exchange.models.client import Client


class Performed(CountyRow):
    """A step a client took under an idempotency key, and what it was answered: sent again it is answered the same.

    ``key`` and ``digest`` are keyed hashes of the key and of what was sent. ``answer`` holds codes only.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    key = CodeField(max_length=32)
    digest = CodeField(max_length=32)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="one_answer_per_key")]
