"""Erase what has been kept long enough, night by night (保存期限, 个人信息保护法 arts. 19 and 47)."""

from __future__ import annotations

from datetime import datetime

from onedoor.cases import erasable
from onedoor.cases.actions.erasing import Ground, Outcome, erase_person
from onedoor.cases.models import Report
from onedoor.core.events import schedule
from onedoor.core.writing import insert_together
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Unit

RETAIN = "cases.retain"
RETAIN_COUNTY = "cases.retain_county"
BATCH = 50
"""Reports of one transaction: the others must not wait long for it."""


def erase_due(
    county: str, *, by: Actor, at: datetime, after: int | None = None, most: int = BATCH
) -> tuple[Outcome, int | None]:
    """Erase the reports whose time has come, the oldest first, ``most`` at a time; ``after`` is the report to go on
    behind. Returns what came of it, and the report to go on behind, None at the end."""
    behind = Report.objects.filter(county=county, pk=after).first() if after else None
    found = erasable.due(county, at=at, most=most, after=behind)
    outcome = erase_person(found, ground=Ground.EXPIRED, by=by, at=at)
    return outcome, found[-1].id if len(found) == most else None


def tonight(*, at: datetime) -> None:
    """Let every county's reports be looked through, each by deliveries of its own."""
    counties = Unit.objects.exclude(county="").values_list("county", flat=True).distinct().order_by("county")
    insert_together(
        schedule(RETAIN_COUNTY, county=county, subject="", due_at=at, payload={"after": None}) for county in counties
    )


def go_on(county: str, *, after: int | None, at: datetime) -> None:
    """Erase one batch, and let the next be erased after it."""
    _outcome, behind = erase_due(county, by=Actor.system(county), at=at, after=after)
    if behind is not None:
        schedule(RETAIN_COUNTY, county=county, subject="", due_at=at, payload={"after": behind}).save(force_insert=True)
