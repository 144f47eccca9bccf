"""Back at the door: nobody holds the case, and the centre owes a fresh look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from onedoor.cases.actions.advancing import advance, of_centre
from onedoor.cases.models import Case
from onedoor.catalogue.queries import limit_for
from onedoor.organisation.actor import Actor


def begin_again(case: Case, verb: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Take the step that leads back to the door, by this verb. Colour, item and place stay as a proposal; limits,
    rungs and counts begin anew. Returns the trace of the new limit; raises Refused as ``Case.move`` does."""
    case.permitted(verb, by=by)
    case.lead = case.into = None
    case.solve_by = case.solve_limit = None
    case.level = ""
    case.send_backs = case.extensions = 0
    limit = limit_for(case.county, "triage", start=at, urgency=case.urgency)
    advance(case, verb, by=by, at=at, then=of_centre(case, "triage", "triage"), limit=limit)
    return limit.trace
