"""Pages of a list that never jump: the next one begins after the last row shown, by its moment and its id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

PAGE = 50

Listed = TypeVar("Listed", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Listed]):
    """Some rows of a list; ``next`` is where the page after them begins, empty on the last one."""

    rows: list[Listed]
    next: str
    first: bool


def page_of(listed: QuerySet[Listed], *, by: str, after: str, newest_first: bool = False) -> Page[Listed]:
    """The rows after the place ``after`` (empty: from the top) of a list ordered by the moment ``by`` and the id."""
    place = _place(after)
    if place:
        beyond = "lt" if newest_first else "gt"
        listed = listed.filter(Q((f"{by}__{beyond}", place[0])) | Q((by, place[0]), (f"id__{beyond}", place[1])))
    found = list(listed[: PAGE + 1])
    rows = found[:PAGE]
    following = f"{getattr(rows[-1], by).isoformat()}~{rows[-1].pk}" if len(found) > PAGE else ""
    return Page(rows, following, first=not place)


def _place(text: str) -> tuple[datetime, int] | None:
    """Where the page before ended: ``moment~id``. Anything else starts from the top."""
    moment, _tilde, number = text.replace(" ", "+").partition("~")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    return (at, int(number)) if at and at.tzinfo and number.isdecimal() else None
