from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models.case import Case
from onedoor.core.models.county_row import CodeField, CountyRow


class Channel(models.TextChoices):
    """How it came (DOMAIN A.2)."""

    WINDOW = "window", _("窗口")
    HOTLINE = "hotline", _("热线")
    QR = "qr", _("扫码")
    WEB = "web", _("网上")
    GRID = "grid", _("网格")
    PETITION = "petition", _("信访")
    POLICE = "police", _("110")
    LETTER = "letter", _("来信")
    UPPER = "upper", _("上级")
    BOARD = "board", _("留言板")


class Report(CountyRow):
    """One contact through one channel (来件), kept as it came, never edited; erasing it (``erased_at``) is the one
    change the store lets through.

    The record holds a commitment to title, text and contact under ``salt``. ``source_id`` is the sender's own number
    in a feed; ``token`` makes a form that is sent twice one report.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    channel = CodeField(max_length=20, choices=Channel.choices)
    feed = CodeField(max_length=40, blank=True, default="")
    source_id = CodeField(max_length=80, blank=True, default="")
    token = CodeField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=200)
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True, default="")
    area = CodeField(max_length=17)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    received_at = models.DateTimeField()
    registered_by = CodeField(max_length=40)
    salt = models.BinaryField(max_length=16)
    erased_at = models.DateTimeField(null=True)
    digest = CodeField(max_length=32, blank=True, default="", help_text="Keyed hash of what a feed sent")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "feed", "source_id"], condition=~Q(source_id=""), name="one_report_per_source_id"
            ),
            models.UniqueConstraint(fields=["county", "token"], condition=~Q(token=""), name="one_report_per_token"),
        ]
        indexes = [
            models.Index(fields=["county", "case"], name="report_of_case"),
            models.Index(fields=["county", "received_at"], condition=Q(erased_at__isnull=True), name="report_kept"),
        ]
