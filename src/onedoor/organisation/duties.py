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
    APPROVE = "approve", _("审批")
    APPEAL = "appeal", _("异议复核")
    INFORM = "inform", _("举报专办")
    SAFETY = "safety", _("安全研判")
    PRIVACY = "privacy", _("个人信息保护")
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
        Duty.APPROVE,
        Duty.APPEAL,
    }
)
"""What the centre does about a case. ``inform``, ``safety`` and ``privacy`` stand beside: each opens only what it is
for."""

CLOSE_DUTIES = frozenset({Duty.INFORM, Duty.SAFETY, Duty.PRIVACY, Duty.ADMINISTER})
"""Duties that open what is closed to others: nobody hands them to a colleague by themselves."""

AUTHOR = "author"
"""The duty no post can have: only whoever brought the case, with the code of their own receipt."""

READ = "read"
"""The duty no post can have: another system of the centre sees what lies in its area, and takes no step of anything."""
