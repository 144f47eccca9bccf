"""What somebody chose in a list: the rows they ticked, or everything the filters leave, as it is at this moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import QueryDict

from onedoor.cases.queries import seen
from onedoor.desk.filters import narrowed_cases, narrowed_tasks
from onedoor.desk.filters.chosen import from_query
from onedoor.desk.filters.fields import INBOX
from onedoor.organisation.actor import Actor
from onedoor.work.actions.batching import Chosen, as_they_are
from onedoor.work.queries import owed_by

_TOGETHER = 500


def picked(told: QueryDict, *, by: Actor, at: datetime, most: int) -> list[Chosen]:
    """What a sent list form chose, in its order; one more than ``most`` at the most. What the actor may not see is not
    among it."""
    if told.get("all"):
        return list(_everything(told, by=by, at=at, most=most))
    return list(_ticked(told.getlist("pick")[: most + 1], by=by))


def _everything(told: QueryDict, *, by: Actor, at: datetime, most: int) -> Iterator[Chosen]:
    shelf = told.get("shelf", INBOX)
    asked = from_query(told.get("query", ""), shelf=shelf, county=by.county)
    if asked.shelf == INBOX:
        owed = narrowed_tasks(owed_by(by), asked, now=at).order_by("due_at", "id")
        for subject, pk, version in owed.values_list("subject", "pk", "version")[: most + 1]:
            yield Chosen(subject, pk, version)
        return
    refs = narrowed_cases(seen(by), asked, actor=by).values_list("ref", flat=True)[: most + 1]
    yield from as_they_are(by.county, [f"case:{ref}" for ref in refs])


def _ticked(picks: list[str], *, by: Actor) -> Iterator[Chosen]:
    """``REF~TASK~VERSION``, or the reference alone for what owes nothing."""
    parsed = [pick.split("~") for pick in dict.fromkeys(picks)]
    for start in range(0, len(parsed), _TOGETHER):
        part = parsed[start : start + _TOGETHER]
        known = set(seen(by).filter(ref__in=[one[0] for one in part]).values_list("ref", flat=True))
        for ref, *task in part:
            if ref in known:
                numbers = [int(number) for number in task if number.isdecimal() and len(number) < 19]
                yield Chosen(f"case:{ref}", *numbers) if len(numbers) == 2 else Chosen(f"case:{ref}")
