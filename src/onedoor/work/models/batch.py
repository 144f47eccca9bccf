from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.core.crypto import EncryptedField
from onedoor.core.models.county_row import CodeField, CountyRow


class Batch(CountyRow):
    """One verb for many subjects at once (批量办理), by one member: what was asked, and line by line what became of it.

    It goes on page by page while its author looks on, can be stopped and gone on with, and stays to be read. Every line
    is a step of its own with the rights its author has then; ``values`` is what the step needs, encrypted. Chosen and
    not begun it does nothing.
    """

    member = CodeField(max_length=40)
    verb = CodeField(max_length=20)
    values = EncryptedField(default="")
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["county", "member", "made_at"], name="batch_of_member")]


class BatchLine(CountyRow):
    """One subject of a batch. ``version`` is the task's at the time of choosing: what moved on since is refused.
    ``sentence`` says why it was not done."""

    class State(models.TextChoices):
        WAITING = "waiting", _("还没办")
        DONE = "done", _("已办")
        REFUSED = "refused", _("没有办")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="lines")
    place = models.IntegerField()
    subject = CodeField(max_length=60)
    task = models.BigIntegerField(null=True)
    version = models.IntegerField(null=True)
    state = CodeField(max_length=8, choices=State.choices, default=State.WAITING)
    sentence = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "batch", "place"], name="one_line_per_place_of_batch"),
            models.UniqueConstraint(fields=["county", "batch", "subject"], name="one_line_per_subject_of_batch"),
        ]
        indexes = [
            models.Index(fields=["county", "batch", "place"], condition=Q(state="waiting"), name="batch_waiting")
        ]
