from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField


class Revision(models.Model):
    """The number of the last change of something every process keeps in memory: catalogue, boundaries, calendar."""

    name = CodeField(max_length=40, primary_key=True)
    number = models.BigIntegerField(default=0)
