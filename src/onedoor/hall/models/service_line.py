from __future__ import annotations

from django.db import models

from onedoor.core.models.county_row import CodeField, CountyRow


class ServiceLine(CountyRow):
    """What somebody comes to the hall for (业务类别), and the queue of those who do, from a day to a day.

    ``code`` is the letter before the numbers of its tickets: A001 waits for line A. The guidance desk and the kiosk
    list the lines by their code.
    """

    code = CodeField(max_length=2)
    name = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="one_service_line_per_code")]

    def __str__(self) -> str:
        return self.name
