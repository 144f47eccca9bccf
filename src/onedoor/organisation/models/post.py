from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models.member import Member
from onedoor.organisation.models.unit import Unit


class Post(CountyRow):
    """A post of a unit (岗位): its duties, and the area where it has them. Rights belong to posts, never names.

    ``specialities`` are the fields a hotline seat answers itself (专席: 司法、税务、公积金、人社…, A-022), and the
    languages spoken there (方言, 手语).
    """

    code = CodeField(max_length=50)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=80)
    duties = models.JSONField(default=list)
    specialities = models.JSONField(default=list, blank=True)
    area = CodeField(max_length=17)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_post_per_code")]

    def __str__(self) -> str:
        return self.name


class Seat(CountyRow):
    """A member on a post, from a day to a day; A is the holder, B the stand-in (AB岗, A-036)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats")
    role = CodeField(max_length=1, default="A", choices=[("A", "A"), ("B", "B")])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "post", "member", "valid_from"], name="one_seat_per_member_and_day"
            )
        ]
