from __future__ import annotations

from django.db import models
from django.db.models import Q

from onedoor.core.models.county_row import CodeField


class Delivery(models.Model):
    """What a subscriber still has to be told (the outbox). A handled delivery is gone; a parked one waits for a person.

    Either ``happening`` is set, or ``payload`` says what comes due (a deadline, a reminder, a recurring duty).
    ``lane`` is empty for no order; ``place`` and ``id`` give the order within a lane. An ``outside`` one is handled
    outside any transaction, by whoever holds its lease until ``leased_until``.
    """

    id = models.BigAutoField(primary_key=True)
    county = CodeField(max_length=6)
    subscriber = CodeField(max_length=60)
    subject = CodeField(max_length=60)
    lane = CodeField(max_length=140, blank=True, default="")
    place = models.BigIntegerField(default=0)
    happening = models.BigIntegerField(null=True)
    payload = models.JSONField(null=True)
    due_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    parked = models.BooleanField(default=False)
    error = models.TextField(blank=True, default="")
    outside = models.BooleanField(default=False, db_default=False)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(parked=False, outside=False), name="delivery_due_inside"),
            models.Index(
                fields=["subscriber", "due_at", "id"],
                condition=Q(parked=False, outside=True),
                name="delivery_due_outside",
            ),
            models.Index(fields=["lane", "place", "id"], condition=~Q(lane=""), name="delivery_lane"),
            models.Index(fields=["lane", "subject"], condition=Q(parked=True), name="delivery_parked"),
        ]
