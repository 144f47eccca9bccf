from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models.report import Report
from onedoor.core.crypto import EncryptedField, blind_index
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.core.privacy import normalised_phone

TAIL = 4
"""So many last digits of a phone can be asked for."""


def tail_index(phone: str) -> str:
    """The keyed hash of the last four digits of a phone; empty for none.

    There are ten thousand tails: the hash hides them from whoever has the store, and from nobody who has the key too.
    """
    return blind_index(normalised_phone(phone)[-TAIL:], purpose="phone-tail")


class ReplyBy(models.TextChoices):
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("短信")
    LETTER = "letter", _("书面")
    NONE = "none", _("不用答复")


class Tongue(models.TextChoices):
    """The language a seat must speak with them, where it is not the common one (GB/T 33358; DOMAIN F.7)."""

    DIALECT = "dialect", _("本地方言")
    SIGN = "sign", _("手语")
    OTHER = "other", _("其他语言")


class Contact(CountyRow):
    """Who reported, and how to reach them. A table of its own, encrypted; equal phones are found by a keyed hash, and
    so are phones that end alike.

    ``text_only``: they wish to be written to and never rung up, and nobody asks why (the text channel for deaf people,
    无障碍环境建设法 art. 35).
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="contact")
    name = EncryptedField(default="")
    phone = EncryptedField(default="")
    address = EncryptedField(default="")
    phone_index = CodeField(max_length=32, blank=True, default="")
    tail_index = CodeField(max_length=32, blank=True, default="", db_default="")
    reply_by = CodeField(max_length=10, choices=ReplyBy.choices, default=ReplyBy.PHONE)
    anonymous = models.BooleanField(default=False)
    text_only = models.BooleanField(default=False, db_default=False)
    tongue = CodeField(max_length=10, choices=Tongue.choices, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["county", "phone_index"], name="contact_by_phone"),
            models.Index(fields=["county", "tail_index"], name="contact_by_tail"),
        ]
