from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow


class Level(models.TextChoices):
    """Levels of the code tree (统计用区划代码; grids after it)."""

    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县")
    TOWN = "town", _("镇街")
    VILLAGE = "village", _("村社区")
    GRID = "grid", _("网格")


class Area(CountyRow):
    """A place in the code tree: the 12-digit division code, 15 digits for a grid. Codes change from year to year, so a
    row is valid from a day to a day and names what followed it: one code, or several after a split, apart by commas.

    ``lon`` and ``lat`` (degrees) say where its middle lies, for a place whose boundary nobody has drawn.
    """

    code = CodeField(max_length=17)
    name = models.CharField(max_length=60)
    level = CodeField(max_length=10, choices=Level.choices)
    parent = CodeField(max_length=17, blank=True)
    boundary = models.BinaryField(null=True, help_text="WKB, longitude and latitude in degrees")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = CodeField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "code", "valid_from"], name="one_area_per_code_and_day")
        ]
        indexes = [models.Index(fields=["county", "parent"], name="area_children")]

    def __str__(self) -> str:
        return self.name

    @property
    def successors(self) -> list[str]:
        """The codes that followed this one; none while it is in force, or where it was dissolved."""
        return [code for code in self.successor.split(",") if code]
