from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models.report import Report
from onedoor.core.crypto import EncryptedField
from onedoor.core.models.county_row import CodeField, CountyRow


class ReplyBy(models.TextChoices):
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("短信")
    LETTER = "letter", _("书面")
    NONE = "none", _("不用答复")


class Contact(CountyRow):
    """Who reported, and how to reach them. A table of its own, encrypted; equal phones are found by a keyed hash."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="contact")
    name = EncryptedField(default="")
    phone = EncryptedField(default="")
    address = EncryptedField(default="")
    phone_index = CodeField(max_length=32, blank=True, default="")
    reply_by = CodeField(max_length=10, choices=ReplyBy.choices, default=ReplyBy.PHONE)
    anonymous = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["county", "phone_index"], name="contact_by_phone")]
