from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models.case import Case
from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.organisation.models import Unit


class Request(CountyRow):
    """Something that one person asks and another decides (申请): more time, a halt, not accepting, a look at who a
    confidential reporter is. ``facts`` holds codes and figures; the reasons of both sides are words on the record."""

    class Kind(models.TextChoices):
        EXTEND = "extend", _("延期")
        SUSPEND = "suspend", _("中止")
        DECLINE = "decline", _("不予受理")
        UNMASK = "unmask", _("查看保密身份")

    class State(models.TextChoices):
        OPEN = "open", _("待审批")
        GRANTED = "granted", _("同意")
        REFUSED = "refused", _("不同意")
        VOID = "void", _("已失效")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    kind = CodeField(max_length=10, choices=Kind.choices)
    state = CodeField(max_length=10, choices=State.choices, default=State.OPEN)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    asked_by = CodeField(max_length=40)
    asked_at = models.DateTimeField()
    decided_by = CodeField(max_length=40, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "case", "kind"], condition=Q(state="open"), name="one_open_request_of_a_kind"
            )
        ]

    def end(self, state: str, *, at: datetime, by: str = "") -> None:
        """It was decided by somebody, or became void. The only writer of ``state``."""
        self.state, self.decided_by, self.decided_at = state, by, at
        self.save(update_fields=["state", "decided_by", "decided_at"])
