from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.clock import OFFICE_HOURS, ZONE
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models.member import Member
from onedoor.organisation.models.post import Post


class Shift(CountyRow):
    """A member on a post for some hours of one day (值班, A-036). ``day`` is the day on which it begins.

    Every kind lies between one opening of the house and the next, so that two shifts of different days never overlap:
    one shift per member and day is enough to keep anybody from being in two places.
    """

    class Kind(models.TextChoices):
        DAY = "day", _("白班")
        NIGHT = "night", _("夜班")
        AROUND = "around_the_clock", _("24小时值班")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="shifts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="shifts")
    day = models.DateField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    kind = CodeField(max_length=16, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "member", "day"], name="one_shift_per_member_and_day"),
            models.UniqueConstraint(fields=["county", "post", "kind", "day"], name="one_member_per_shift"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("begins")), name="shift_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["county", "day"], name="shift_by_day")]

    @classmethod
    def hours(cls, kind: str, day: date) -> tuple[datetime, datetime]:
        """When a shift of this kind that begins on ``day`` begins and ends, at +08:00. By day the hours of the house;
        by night from its closing to its next opening; around the clock from opening to opening."""
        opens = datetime.combine(day, OFFICE_HOURS.opens, tzinfo=ZONE)
        closes = datetime.combine(day, OFFICE_HOURS.closes, tzinfo=ZONE)
        begins = closes if kind == cls.Kind.NIGHT else opens
        return begins, closes if kind == cls.Kind.DAY else opens + timedelta(days=1)

    @property
    def days(self) -> tuple[date, ...]:
        """The days it touches: two for a shift that crosses midnight."""
        return tuple(dict.fromkeys((self.day, self.ends.astimezone(ZONE).date())))
