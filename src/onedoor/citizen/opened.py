"""The reports this browser may open for a while: the one just sent, and the one whose code was given."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from onedoor.cases.models import Report
from onedoor.cases.queries import opened_with, query_code
from onedoor.citizen.keeping import Note

LASTS = timedelta(minutes=30)
SENT = Note("od_receipt", LASTS)
UNLOCKED = Note("od_progress", LASTS)


def remember(response: HttpResponse, note: Note, report: Report, ref: str) -> None:
    """Let this browser open the report again until the note runs out."""
    note.write(response, {"ref": ref, "report": report.id})


def remembered(request: HttpRequest, note: Note, county: str) -> Report | None:
    """The report this browser may open, or None."""
    kept = note.read(request)
    if not kept:
        return None
    return opened_with(county, kept["ref"], query_code(kept["ref"], kept["report"]))
