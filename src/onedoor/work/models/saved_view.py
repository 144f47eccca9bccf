from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class SavedView(CountyRow):
    """A set of filters a member keeps under a name of their own (我的视图). ``query`` is the address after the question
    mark; a filter that no longer exists is left out when it is opened."""

    member = CodeField(max_length=40)
    shelf = CodeField(max_length=20, help_text="Which list: inbox, cases")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=1000, blank=True)
    place = models.SmallIntegerField(default=0)
    first = models.BooleanField(default=False, help_text="Whether the list opens with it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "member", "shelf", "name"], name="one_view_per_name"),
            models.UniqueConstraint(
                fields=["county", "member", "shelf"], condition=models.Q(first=True), name="one_view_comes_first"
            ),
        ]
