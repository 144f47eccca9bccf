"""The catalogue keeps what matters are, whose they are and by when, and nothing of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.core.personal import impersonal

_TEXTS = _("目录文字")

impersonal("catalogue.Clause", "code", "text", "citation", "guidance", why=_TEXTS)
impersonal("catalogue.EmergencyWord", "line", "word", "unless", why=_TEXTS)
impersonal("catalogue.Item", "code", "name", "name_en", "parent", "words", why=_TEXTS)
impersonal("catalogue.DutyEntry", "area", "assists", "citation", why=_TEXTS)
impersonal("catalogue.Knowledge", "code", "title", "text", "words", "citation", why=_TEXTS)
impersonal("catalogue.ReplyTemplate", "code", "name", "verb", "text", why=_TEXTS)
impersonal("catalogue.SafetyWord", "sign", "word", "unless", why=_TEXTS)
impersonal("catalogue.ServiceLevel", "rule", "verb", "colour", "urgency", "unit", "citation", why=_TEXTS)
impersonal("catalogue.Threshold", "code", "citation", why=_TEXTS)
