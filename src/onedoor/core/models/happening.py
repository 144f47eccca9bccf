from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Happening(CountyRow):
    """One line of the record (事件记录): what, to what, by whom, when. Never changed or deleted; the store refuses it.

    ``payload`` holds codes only. ``at`` is when it happened, ``recorded_at`` when the store learned of it.
    ``hash`` covers every other column but ``place``, and ``previous``, the hash of the line before it on the same
    subject. ``place`` is given by the store: read by ``place`` and ``id``, and only below the oldest transaction still
    open, lines come in an order in which nothing is ever put in later (``core.following``).
    """

    subject = CodeField(max_length=60)
    seq = models.IntegerField()
    name = CodeField(max_length=60)
    version = models.SmallIntegerField(default=1)
    payload = models.JSONField()
    actor = CodeField(max_length=40)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    previous = CodeField(max_length=64, blank=True)
    hash = CodeField(max_length=64)
    place = models.BigIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "subject", "seq"], name="one_line_per_place")]
        indexes = [
            models.Index(fields=["county", "name", "at"], name="happening_by_name"),
            models.Index(fields=["place", "id"], name="happening_in_order"),
        ]
