from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.dispatch.models.advice import Step


class AdviceDay(CountyRow):
    """One day's proposals at one step, counted (DESIGN §11: figures are kept, not scanned for).

    ``offered``: choices that had proposals before them. ``silent``: choices that had none. ``confident``: those whose
    first one stood as first choice. ``first`` and ``among``: the first, or any, was chosen. ``right``: of the confident
    ones, how often the first was chosen and stood: neither sent back nor given to another. ``returned``,
    ``reassigned``, ``kept``: what became of all of them; ``among_returned``: of those ``among``, sent back.
    """

    day = models.DateField()
    step = CodeField(max_length=10, choices=Step.choices)
    offered = models.IntegerField(default=0)
    silent = models.IntegerField(default=0)
    confident = models.IntegerField(default=0)
    first = models.IntegerField(default=0)
    among = models.IntegerField(default=0)
    right = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    reassigned = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    among_returned = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "day", "step"], name="one_advice_day")]
