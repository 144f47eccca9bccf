"""Change the map of the county from the desk: whoever administers all of it takes areas in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.geography.actions import importing
from onedoor.geography.actions.importing import Plan
from onedoor.organisation.actor import Actor
from onedoor.organisation.rules import centre_area, must_administer


@transaction.atomic
def take_areas(planned: Plan, *, by: Actor, at: datetime) -> None:
    """Take in what a file says of this county, whole or not at all.

    Raises Refused for another county, for a file with something to put right, and without the right to administer all
    of the county.
    """
    must_administer(by, centre_area(by))
    if planned.county != by.county:
        raise Refused(
            _("文件里是%(county)s的区划，不是本县的。请只传本县的。") % {"county": planned.county}, field="file"
        )
    if planned.stopped:
        raise Refused(_("文件里有要改的行，没有写。请改好再传。"), field="file")
    importing.take(planned, by=by, at=at)
