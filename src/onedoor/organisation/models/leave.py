from __future__ import annotations

from datetime import date, timedelta

from django.db import models

from onedoor.core.clock import ZONE
from onedoor.core.models.county_row import CountyRow
from onedoor.organisation.models.member import Member


class Leave(CountyRow):
    """Days on which a member is away, both ends included; ``delegate`` has the member's posts meanwhile (代理).

    ``ended_at`` is set when the leave is ended before its last day; the member is back from that day on.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="leaves")
    first = models.DateField()
    last = models.DateField()
    delegate = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="delegations")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="leave_ends_after_it_begins")
        ]
        indexes = [models.Index(fields=["county", "last"], name="leave_by_last_day")]

    @property
    def until(self) -> date:
        """The last day away; before ``first`` for a leave that was ended before it began."""
        if self.ended_at is None:
            return self.last
        return min(self.last, self.ended_at.astimezone(ZONE).date() - timedelta(days=1))
