from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models import Unit


class Scope(models.TextChoices):
    """What a key may be used for. None of them shows a name or a number unmasked, and none opens a secret case."""

    REPORTS_WRITE = "reports:write", _("登记来件")
    REPORTS_READ = "reports:read", _("读取来件")
    CASES_READ = "cases:read", _("读取事项")
    TASKS_READ = "tasks:read", _("读取待办")
    TASKS_WRITE = "tasks:write", _("办理待办")
    AREAS_READ = "areas:read", _("读取区划")
    CATALOGUE_READ = "catalogue:read", _("读取事项目录")
    HAPPENINGS_READ = "happenings:read", _("读取办理经过")


class Client(CountyRow):
    """Another system that calls the API (接口用户): for which unit, what for, and where.

    Of its key only the SHA-256 of the secret is kept; it has 256 random bits, so nothing slower is needed. After a
    renewal the key before it still opens until ``previous_until``. Nothing outside ``area`` is seen or registered.
    ``per_minute``: how many requests it may make in a minute. ``expires_on`` is the last day of the key.
    """

    code = CodeField(max_length=20)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scopes = models.JSONField(default=list)
    area = CodeField(max_length=17)
    key_hash = CodeField(max_length=64)
    previous_hash = CodeField(max_length=64, blank=True, default="")
    previous_until = models.DateTimeField(null=True, blank=True)
    per_minute = models.PositiveIntegerField(default=120)
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    created_by = CodeField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_client_per_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What its record is called."""
        return f"client:{self.code}"
