from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow


class TextModel(CountyRow):
    """One version of a county's text model: from a report's words to its item.

    ``figures``: what was measured on cases held out from its training; ``before``: what the version it was to replace
    reached on the same ones. ``basis``: how many cases it learned from, of how many items, until which day, or the name
    of the file. ``reason`` says, as a code, why it is live or is not. ``weights`` is the model itself
    (``dispatch.model.classifier``), never code; ``seen`` four bytes of a digest of each text it learned from, so that
    a later comparison asks it only about texts it never saw. Both are emptied some versions later.
    """

    class State(models.TextChoices):
        LIVE = "live", _("在用")
        RETIRED = "retired", _("停用")
        KEPT_BACK = "kept_back", _("没有采用")

    number = models.IntegerField()
    state = CodeField(max_length=10, choices=State.choices)
    reason = CodeField(max_length=20)
    basis = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    trained_by = CodeField(max_length=60)
    trained_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    weights = models.BinaryField()
    seen = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="one_model_per_number"),
            models.UniqueConstraint(
                fields=["county"], condition=models.Q(state="live"), name="one_live_model_per_county"
            ),
        ]
