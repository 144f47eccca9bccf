from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow
from onedoor.geography.codes import stem, within


class Unit(CountyRow):
    """Who can be given work: the centre, a department, a town, a village (单位); and the centre above, which hands
    cases down (上级, A-105). ``parent`` is the unit next above in the chain of command; none for the highest."""

    class Kind(models.TextChoices):
        CENTRE = "centre", _("中心")
        DEPARTMENT = "department", _("部门")
        TOWN = "town", _("镇街")
        VILLAGE = "village", _("村社区")
        COMPANY = "company", _("公用企业")
        UPPER = "upper", _("上级")

    class Level(models.TextChoices):
        """The four levels of the house (市、县、乡、村四级, A-003)."""

        CITY = "city", _("市")
        COUNTY = "county", _("县")
        TOWN = "town", _("乡")
        VILLAGE = "village", _("村")

    code = CodeField(max_length=40)
    name = models.CharField(max_length=80)
    kind = CodeField(max_length=12, choices=Kind.choices)
    area = CodeField(max_length=17)
    active = models.BooleanField(default=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_unit_per_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> Level:
        """The level of the area it acts in, read off the code: 990800000000 city, 990801000000 county, 990801001000
        town, 990801001001 and grids village. Whatever lies above a county counts as city."""
        if self.area[4:6] == "00":
            return self.Level.CITY
        return {6: self.Level.COUNTY, 9: self.Level.TOWN}.get(len(stem(self.area)), self.Level.VILLAGE)

    def meets(self, area: str) -> str:
        """Where this unit deals with something at ``area``: there, or for a place outside its own area (a boundary
        between two towns) in its own, so that whoever acts for the whole unit can."""
        return area if within(self.area).covers(area) else self.area
