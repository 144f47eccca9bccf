from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Chained(CountyRow):
    """A row that carries the head of its own hash chain: a record without a lock that others share."""

    chain_seq = models.IntegerField(default=0, editable=False)
    chain_head = CodeField(max_length=64, default="", blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        """``kind:name`` of what the chain is about, as its happenings name it."""
        raise NotImplementedError


class Chain(Chained):
    """The head of a chain whose subject has no row of its own in the case family: a calendar, a member, a roster."""

    name = CodeField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="one_chain_per_subject")]

    @property
    def subject(self) -> str:
        return self.name
