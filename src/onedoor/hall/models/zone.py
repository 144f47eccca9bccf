from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Zone(models.TextChoices):
    """The three functional zones of a county's centre (三大功能区, A-014)."""

    INTAKE = "intake", _("引导受理区")
    SETTLE = "settle", _("多元化解区")
    COMMAND = "command", _("指挥调度区")
