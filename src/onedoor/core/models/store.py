from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField


class Store(models.Model):
    """What this store is: made for a centre or for the demo, and with which keys it was encrypted. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    purpose = CodeField(max_length=20, default="centre")
    keys_mark = CodeField(max_length=32)
    made_at = models.DateTimeField(auto_now_add=True)
    facts = models.JSONField(default=dict)
