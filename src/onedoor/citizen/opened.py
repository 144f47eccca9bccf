"""The reports this browser may open for a while: the one just sent, and the one whose code was given."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from onedoor.cases.models import Report
from onedoor.cases.queries import author, opened_with, query_code
from onedoor.citizen.keeping import Note
from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor

LASTS = timedelta(minutes=30)
SENT = Note("od_receipt", LASTS)
UNLOCKED = Note("od_progress", LASTS)


def remember(response: HttpResponse, note: Note, report: Report, ref: str, *, said: str = "") -> None:
    """Let this browser open the report again until the note runs out. ``said`` names what its author has just said, so
    that the next page can answer."""
    note.write(response, {"ref": ref, "report": report.id} | ({"said": said} if said else {}))


def remembered(request: HttpRequest, note: Note, county: str) -> Report | None:
    """The report this browser may open, or None."""
    kept = note.read(request)
    if not kept:
        return None
    return opened_with(county, kept["ref"], query_code(kept["ref"], kept["report"]))


def speaker(request: HttpRequest, county: str) -> tuple[Actor, Report] | None:
    """The author whose code was given in this browser, and their report; None once the note has run out."""
    kept = UNLOCKED.read(request)
    if not kept:
        return None
    try:
        return author(county, kept["ref"], query_code(kept["ref"], kept["report"]))
    except Refused:
        return None


def just_said(request: HttpRequest) -> str:
    """What the author said last in this browser; empty when nothing."""
    return str(UNLOCKED.read(request).get("said", ""))
