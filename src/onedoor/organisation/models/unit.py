from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow


class Unit(CountyRow):
    """Who can be given work: the centre, a department, a town, a village (单位)."""

    class Kind(models.TextChoices):
        CENTRE = "centre", _("中心")
        DEPARTMENT = "department", _("部门")
        TOWN = "town", _("镇街")
        VILLAGE = "village", _("村社区")
        COMPANY = "company", _("公用企业")

    code = CodeField(max_length=40)
    name = models.CharField(max_length=80)
    kind = CodeField(max_length=12, choices=Kind.choices)
    area = CodeField(max_length=17)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_unit_per_code")]

    def __str__(self) -> str:
        return self.name
