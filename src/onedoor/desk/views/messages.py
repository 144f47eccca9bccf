"""What the holder of a post was told, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from onedoor.core.refusal import Refused
from onedoor.desk.frame import frame
from onedoor.notices import queries
from onedoor.notices.actions import reading
from onedoor.notices.wording import Said, said
from onedoor.organisation.guards import ActorRequest, guarded

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One message, ready to print."""

    number: int
    said: Said
    at: datetime
    unread: bool
    urgent: bool


@guarded()
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: ActorRequest) -> HttpResponse:
    """The list; ``?open=ID`` reads one message and leads on to its case or draft; sending the form reads them all."""
    now = timezone.now()
    if request.method == "POST":
        read = reading.read_all(by=request.actor, at=now)
        notes.success(request, ngettext("%(n)d条消息记为已读。", "%(n)d条消息记为已读。", read) % {"n": read})
        return redirect("desk:messages")
    if opened := _number(request.GET.get("open", "")):
        return _open(request, opened, now)
    before = _place(request.GET.get("before", ""))
    found = queries.inbox(request.actor, size=PAGE + 1, before=before)
    page = found[:PAGE]
    last = page[-1].message if len(found) > PAGE else None
    context = frame(request) | {
        "rows": list(_rows(page, now)),
        "next": f"{last.made_at.isoformat()}~{last.id}" if last else "",
        "first": not before,
    }
    return render(request, "desk/messages.html", context)


def _open(request: ActorRequest, number: int, now: datetime) -> HttpResponse:
    try:
        message = reading.read(number, by=request.actor, at=now)
    except Refused as refusal:
        notes.error(request, str(refusal))
        return redirect("desk:messages")
    kind, _colon, ref = message.subject.partition(":")
    if kind == "case":
        return redirect("desk:case", ref=ref)
    return redirect("desk:drafts" if kind == "post" else "desk:messages")


def _rows(page: list[queries.Entry], now: datetime) -> Iterator[Row]:
    for entry in page:
        message = entry.message
        yield Row(message.id, said(message, now=now), message.made_at, entry.unread, message.urgent)


def _place(text: str) -> tuple[datetime, int] | None:
    """Where the page before ended: ``moment~id``. Anything else starts from the top."""
    moment, _tilde, number = text.replace(" ", "+").partition("~")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    return (at, _number(number)) if at and at.tzinfo else None


def _number(text: str) -> int:
    """An id; 0, which no message has, for what cannot be one."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
