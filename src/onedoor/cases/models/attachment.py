from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models.case import Case
from onedoor.cases.models.report import Report
from onedoor.core.crypto import EncryptedField
from onedoor.core.models.county_row import CodeField, CountyRow


class Stage(models.TextChoices):
    """What an attachment shows, and who brought it."""

    REPORT = "report", _("来件附件")
    BEFORE = "before", _("办理前")
    AFTER = "after", _("办理后")
    PAPER = "paper", _("办理材料")


class Attachment(CountyRow):
    """A picture or a paper that belongs to a case (附件); its bytes lie encrypted beside the store, under ``file``.

    What was sent with a draft has no case yet and waits under ``key``; it goes by itself when nobody sends the draft.
    ``report`` is whose it is, where a resident brought it: only they and whoever may read that report see it. The
    record holds a commitment to the bytes under ``salt``. Erasing (``erased_at``) takes bytes, name and salt.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="attachments")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="attachments")
    key = CodeField(max_length=40, blank=True, default="")
    stage = CodeField(max_length=10, choices=Stage.choices)
    name = EncryptedField(default="")
    type = CodeField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    file = CodeField(max_length=64, blank=True, default="")
    salt = models.BinaryField(max_length=16)
    by = CodeField(max_length=40)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | ~Q(key=""), name="attachment_has_a_case_or_a_draft"
            )
        ]
        indexes = [
            models.Index(fields=["county", "case", "at"], name="attachment_of_case"),
            models.Index(fields=["county", "key"], condition=Q(case__isnull=True), name="attachment_of_draft"),
        ]
