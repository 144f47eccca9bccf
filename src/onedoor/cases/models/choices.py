"""The classes a case falls into. Each is a scale of its own; none grades a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Nature(models.TextChoices):
    """Four natures at the door, each with its road (A-205)."""

    DEMAND = "demand", _("诉求")
    DISPUTE = "dispute", _("纠纷")
    PETITION = "petition", _("信访")
    INFORM = "inform", _("举报")


class Kind(models.TextChoices):
    """What the caller wants, as the hotline counts it (12345, DOMAIN C.5)."""

    CONSULT = "consult", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    INFORM = "inform", pgettext_lazy("kind of call", "举报")
    SUGGEST = "suggest", _("建议")
    PRAISE = "praise", _("表扬")
    OTHER = "other", _("其他")


class Urgency(models.TextChoices):
    """Five classes of urgency (五化, A-225), which choose the service level; the hotline's 特急, 紧急 and 一般 are the
    first, the second and the last of them (DOMAIN C.5)."""

    CRITICAL = "critical", _("即时·风险")
    URGENT = "urgent", _("随时·隐患")
    PROMPT = "prompt", _("及时·矛盾")
    TIMELY = "timely", _("适时·纠纷")
    NORMAL = "normal", _("限时·一般")


class People(models.TextChoices):
    """How many people are concerned (DOMAIN C.3)."""

    FEW = "under-50", _("50人以下")
    MANY = "50-100", _("50至100人")
    HUNDREDS = "100-500", _("100至500人")
    MASS = "over-500", _("500人以上")


class Safety(models.TextChoices):
    """Whether signs of violence, crime or a child at risk stop every offer of mediation (DESIGN §9)."""

    STOPPED = "stopped", _("安全研判中")
    HELD = "held", _("有安全风险")
    CLEARED = "cleared", _("已排除风险")


class Origin(models.TextChoices):
    LIVE = "live", _("本中心受理")
    IMPORTED = "imported", _("历史导入")
