from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class Follow(CountyRow):
    """A member keeps an eye on a subject (我在跟踪), whether or not they owe anything about it. It gives no right: who
    may no longer see the subject no longer finds it in their list."""

    member = CodeField(max_length=40)
    subject = CodeField(max_length=60)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "member", "subject"], name="one_follow_per_member_and_subject")
        ]
