"""The limits by which the invented county counted before those it begins with came into force."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import ServiceLevel
from onedoor.core.writing import insert_together
from onedoor.simulation.loading import SINCE


@transaction.atomic
def hold_earlier(county: str) -> None:
    """Let the county's first limits have been in force, in an earlier version, since its posts and areas were. Where
    they were already, nothing is written."""
    levels = ServiceLevel.objects.filter(county=county).order_by("valid_from", "rule")
    first = levels.first()
    if first is None or first.valid_from <= SINCE:
        return
    insert_together(
        ServiceLevel(
            county=county, rule=level.rule, verb=level.verb, colour=level.colour, urgency=level.urgency, n=level.n,
            unit=level.unit, citation=level.citation.replace(str(first.valid_from.year), str(SINCE.year)),
            valid_from=SINCE, valid_to=first.valid_from - timedelta(days=1),
        )
        for level in levels.filter(valid_from=first.valid_from)
    )  # fmt: skip
    catalogue.changed()
