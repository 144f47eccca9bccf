"""Pages of a list that never jump: each begins after the last row of the one before, or ends before its first, by the
moment and the id of that row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

PAGE = 50

Listed = TypeVar("Listed", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Listed]):
    """Some rows of a list; ``next`` is where the page after them begins and ``previous`` where the one before them
    ends, empty where there is none."""

    rows: list[Listed]
    next: str
    first: bool
    previous: str = ""

    @property
    def whole(self) -> bool:
        """Whether these are all the rows of the list."""
        return self.first and not self.next


def page_of(
    listed: QuerySet[Listed],
    *,
    by: str,
    after: str,
    before: str = "",
    newest_first: bool = False,
    read: Callable[[QuerySet[Listed]], list[Listed]] = list,
    top: Callable[[], list[Listed]] | None = None,
) -> Page[Listed]:
    """The rows after the place ``after``, or else before the place ``before`` (both empty: from the top), of a list
    ordered by the moment ``by`` and the id. ``read`` asks the store for them; ``top``, where it is
    given, for the first of all, one more than a page."""
    place, back = _place(after), False
    if place is None and (place := _place(before)):
        back = True
        listed = listed.reverse()
    if place:
        beyond = "lt" if newest_first is not back else "gt"
        listed = listed.filter(Q((f"{by}__{beyond}", place[0])) | Q((by, place[0]), (f"id__{beyond}", place[1])))
    found = top() if top and not place else read(listed[: PAGE + 1])
    rows, more = found[:PAGE], len(found) > PAGE
    if back:
        rows.reverse()
        return Page(rows, _at(rows[-1:], by), first=not more, previous=_at(rows[:1], by) if more else "")
    following = _at(rows[-1:], by) if more else ""
    return Page(rows, following, first=not place, previous=_at(rows[:1], by) if place else "")


def _at(row: list[Listed], by: str) -> str:
    return f"{getattr(row[0], by).isoformat()}~{row[0].pk}" if row else ""


def _place(text: str) -> tuple[datetime, int] | None:
    """Where the page before ended: ``moment~id``. Anything else starts from the top."""
    moment, _tilde, number = text.replace(" ", "+").partition("~")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    return (at, int(number)) if at and at.tzinfo and number.isdecimal() and len(number) < 19 else None
