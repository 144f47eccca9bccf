"""Work keeps duties, limits and levels; the words of an order stand beside the record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import impersonal

impersonal(
    "work.Task", "subject", "verb", "about", "duty", "area", "limit", "level", "outcome", why=_("代码和期限")
)  # fmt: skip
impersonal("work.Supervision", "level", "rule", why=_("代码"))
impersonal(
    "work.Order", "number", "subject", "area", "reason", "level", "state", "limit", "issued_by", "discharged_by",
    why=_("代码和期限；要求和反馈的文字在经过旁边"),
)  # fmt: skip
impersonal(
    "work.SupervisionRule", "rule", "level", "basis", "unit", "verb", "tells", "citation", why=_("督办规则")
)  # fmt: skip
