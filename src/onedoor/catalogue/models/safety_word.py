from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow


class Sign(models.TextChoices):
    """What a word may be a sign of (DESIGN §9 safety first)."""

    VIOLENCE = "violence", _("家庭暴力")
    CRIME = "crime", _("涉嫌犯罪")
    CHILD = "child", _("儿童受侵害")


class SafetyWord(CountyRow):
    """A word in a report that stops every offer of mediation until a trained person has looked. It says something
    about what is told, never about who tells it. A county's rows replace the shipped ones of the same sign."""

    sign = CodeField(max_length=10, choices=Sign.choices)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "sign", "word"], name="one_safety_word")]
