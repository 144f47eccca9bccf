from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField


class Tally(models.Model):
    """How many requests somebody made in the minute they last made one: a client, or an address that showed a wrong
    key (``who`` holds a keyed hash of it, and is gone within minutes)."""

    who = CodeField(max_length=60, primary_key=True)
    minute = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["minute"], name="tally_by_minute")]
