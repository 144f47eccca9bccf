from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models.member import Member
from onedoor.organisation.models.unit import Unit


class Secondment(CountyRow):
    """A member whom one unit sent to another (派驻), from a day to a day: ``home`` guides the business line, ``host``
    manages the daily work (双重管理、中心为主, A-035)."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="secondments")
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sent")
    host = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="received")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "member", "valid_from"], name="one_secondment_per_member_and_day")
        ]


class Attendance(CountyRow):
    """When a seconded member came and left on a day, as the host unit keeps it (考勤, A-035). ``by`` is the code of
    whoever wrote it down last."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")
    host = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="attendances")
    day = models.DateField()
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    by = CodeField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "member", "day"], name="one_attendance_per_member_and_day"),
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(left_at__gte=models.F("came_at")),
                name="nobody_leaves_before_coming",
            ),
        ]
