from __future__ import annotations

from django.db import models

from onedoor.core.crypto import EncryptedField
from onedoor.core.models.county_row import CodeField, CountyRow


class Draft(CountyRow):
    """What somebody has written on a page and not sent yet (草稿), kept on the server: a killed browser loses nothing.

    ``page`` is the form it belongs to (``register:…``, ``case:REF:reply``). ``to_post`` is the post it was handed to
    (转专席): whoever sits there goes on writing. ``version`` moves with every save, so that two browsers of one person
    do not write over each other unseen.
    """

    member = CodeField(max_length=40)
    page = CodeField(max_length=80)
    title = EncryptedField(default="")
    values = EncryptedField(default="")
    to_post = CodeField(max_length=50, blank=True, default="")
    version = models.IntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "member", "page"], name="one_draft_per_member_and_page")
        ]
        indexes = [
            models.Index(fields=["county", "to_post"], condition=~models.Q(to_post=""), name="draft_handed_over"),
            models.Index(fields=["saved_at"], name="draft_by_age"),
        ]
