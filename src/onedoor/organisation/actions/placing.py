"""Put units under each other: the chain of command."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.core.refusal import Refused
from onedoor.organisation import queries, rules
from onedoor.organisation.actor import Actor
from onedoor.organisation.events import UnitPlaced
from onedoor.organisation.models import Unit
from onedoor.organisation.queries import Directory


@transaction.atomic
def place(unit: str, *, under: str, by: Actor, at: datetime) -> Unit:
    """Put a unit under another, or under none (``under`` empty). Raises Refused without the right over the county, and
    when the other already stands under it."""
    rules.must_administer(by, rules.centre_area(by))
    # All of them locked: two changes at once could close a circle between them.
    rows = list(Unit.objects.select_for_update(no_key=True).filter(county=by.county).order_by("id"))
    units = Directory({row.code: row for row in rows}, {row.id: row for row in rows})
    found = rules.unit_called(by, unit)
    parent = rules.unit_called(by, under, field="under") if under else None
    if parent is not None and found in (parent, *units.above(parent)):
        raise Refused(
            _("%(parent)s归%(unit)s管，不能反过来。请先改前者的上级。") % {"parent": parent, "unit": found},
            field="under",
        )
    if found.parent_id == (parent.pk if parent else None):
        return found
    found.parent = parent
    found.save(update_fields=["parent"])
    emit(UnitPlaced(parent=under), on=chain.locked(by.county, f"unit:{found.code}"), by=by, at=at)
    queries.changed()
    return found
