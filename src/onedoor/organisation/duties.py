"""The duties a post may have. A right is a duty, an area range, and a relation to the case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Duty(models.TextChoices):
    REGISTER = "register", _("受理登记")
    TRIAGE = "triage", _("分流定级")
    DISPATCH = "dispatch", _("派单")
    RULE = "rule", _("退单裁定")
    LEAD = "lead", _("领导批办")
    HANDLE = "handle", _("承办")
    REVIEW = "review", _("审核")
    VISIT = "visit", _("回访")
    CLOSE = "close", _("办结归档")
    SUPERVISE = "supervise", _("督办")
    ADMINISTER = "administer", _("系统管理")


CENTRE_DUTIES = frozenset(
    {
        Duty.REGISTER,
        Duty.TRIAGE,
        Duty.DISPATCH,
        Duty.RULE,
        Duty.LEAD,
        Duty.REVIEW,
        Duty.VISIT,
        Duty.CLOSE,
        Duty.SUPERVISE,
    }
)
