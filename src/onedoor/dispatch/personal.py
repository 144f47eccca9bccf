"""What dispatching keeps: codes, counts and weights; nothing of a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import impersonal

_CODES = _("代码和数字")

impersonal("dispatch.Advice", "step", "offered", "item", "unit", "colour", "by", "outcome", why=_CODES)
impersonal("dispatch.AdviceDay", "step", why=_CODES)
impersonal("dispatch.Lesson", "item", "town", "unit", "colour", "source", why=_CODES)
impersonal(
    "dispatch.TextModel", "state", "reason", "basis", "figures", "before", "trained_by", "weights", "seen",
    why=_("代码、数字和模型权重；训练前先隐去姓名、电话、证件号和门牌"),
)  # fmt: skip
