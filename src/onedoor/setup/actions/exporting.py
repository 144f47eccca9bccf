"""Write the set-up into a workbook; it names who works here, so the record says who took it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from onedoor.core import chain
from onedoor.core.events import emit
from onedoor.organisation.actor import Actor
from onedoor.setup import export
from onedoor.setup.actions.applying import must_set_up
from onedoor.setup.chains import WORKBOOK
from onedoor.setup.events import WorkbookExported
from onedoor.setup.state import State

Progress = Callable[[int, int], None]


@transaction.atomic
def take_out(*, by: Actor, at: datetime, progress: Progress = lambda done, total: None) -> bytes:
    """The set-up of the actor's county as an XLSX file. Raises Refused without the right to administer the county."""
    must_set_up(by)
    state = State(by.county, at)
    made = export.workbook(state, progress=progress)
    told = WorkbookExported(digest=hashlib.sha256(made).hexdigest(), sheets=export.counts(state))
    emit(told, on=chain.locked(by.county, WORKBOOK), by=by, at=at)
    return made
