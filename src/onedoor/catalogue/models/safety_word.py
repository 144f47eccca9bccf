from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow


class Sign(models.TextChoices):
    """What a word may be a sign of (DESIGN §9 safety first)."""

    VIOLENCE = "violence", _("家庭暴力")
    CRIME = "crime", _("涉嫌犯罪")
    CHILD = "child", _("儿童受侵害")
    SELF_HARM = "self-harm", _("自伤自杀")


class SafetyWord(CountyRow):
    """A county's own word in a report that stops every offer of mediation until a trained person has looked. It says
    something about what is told, never about who tells it. It is added to the shipped list or silences it, as an
    ``EmergencyWord`` does."""

    sign = CodeField(max_length=10, choices=Sign.choices)
    word = models.CharField(max_length=40)
    unless = models.CharField(max_length=200, blank=True, default="")
    silent = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "sign", "word"], name="one_safety_word")]
