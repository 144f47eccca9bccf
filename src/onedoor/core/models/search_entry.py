from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from onedoor.core.models.county_row import CodeField

if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class TermsField(Text):
    """Terms with their places, as the store's own search reads them (``core.search.writing``)."""

    def db_type(self, connection: object) -> str | None:
        return "tsvector" if getattr(connection, "vendor", "") == "postgresql" else "text"


class SearchEntry(models.Model):
    """What can be found by words (检索条目): one part of a text of one thing. Made from what it is about, and made
    again whenever that changes; nothing is read from it but where something is.

    ``id`` grows with the moment the thing came (``core.search.places``), so that the newest are found first.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    county = CodeField(max_length=6)
    kind = CodeField(max_length=20)
    about = models.BigIntegerField()
    part = models.SmallIntegerField(default=0)
    terms = TermsField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "about", "part"], name="one_entry_per_part")]
