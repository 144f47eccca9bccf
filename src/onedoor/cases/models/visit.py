from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models.case import Case
from onedoor.cases.models.report import Report
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models import Unit


class Means(models.TextChoices):
    """How somebody was asked."""

    PHONE = "phone", _("电话")
    ON_SITE = "on-site", _("上门")
    WINDOW = "window", _("窗口")
    MESSAGE = "message", _("短信")
    LINK = "link", _("本人网上评价")


class Why(models.TextChoices):
    """Why it is not solved, or somebody is not satisfied (D-12 原因)."""

    UNTOUCHED = "untouched", _("没有人来处理")
    HALF = "half", _("只解决了一部分")
    AGAIN = "again", _("又出现了")
    UNTRUE = "untrue", _("答复与事实不符")
    SLOW = "slow", _("办得太慢")
    MANNER = "manner", _("态度不好")
    UNLAWFUL_WISH = "no-basis", _("诉求于法无据，已解释")
    OTHER = "other", _("其他原因")


class Visit(CountyRow):
    """One call-back, or the attempt at one (回访): contacted? solved? satisfied? Made by somebody other than the
    handler, or the author's own rating.

    ``report`` is whose answer it is: after a merge every reporter is asked. ``unit`` is whose reply it was about, and
    ``responded`` whether that unit had been in touch with them. Null answers were not given.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    by = CodeField(max_length=40)
    at = models.DateTimeField()
    means = CodeField(max_length=10, choices=Means.choices, default=Means.PHONE)
    contacted = models.BooleanField()
    responded = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfied = models.BooleanField(null=True)
    why = CodeField(max_length=10, choices=Why.choices, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["county", "case", "at"], name="visit_of_case")]
