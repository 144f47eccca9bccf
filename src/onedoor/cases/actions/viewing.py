"""Keep who looked at a case (查阅留痕, 个人信息保护法 arts. 44 and 51): its author may see which units did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from onedoor.cases.models import Case, Viewing
from onedoor.cases.queries import seen_through
from onedoor.organisation.actor import Actor

_KEPT = """INSERT INTO cases_viewing (id, county, case_id, "by", unit_id, day, times, last_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (county, case_id, "by", day)
    DO UPDATE SET times = cases_viewing.times + 1, last_at = EXCLUDED.last_at"""


def looked(case: Case, *, by: Actor, at: datetime) -> None:
    """Keep that somebody opened the case, on the day's row, in one statement: however often a page is opened and
    by however many at once, it is one row for each person and day.

    Nothing is kept of its author, of the system and of feeds, who hold no post.
    """
    if not by.standings:
        return
    # Whoever looked has it open, and with one post it was through that one.
    standing = by.standings[0] if len(by.standings) == 1 else seen_through(case, by)
    made = Viewing(
        county=case.county, case=case, by=by.code, unit_id=standing.unit_id if standing else None,
        day=timezone.localdate(at), last_at=at,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [_stored(made, name) for name in _COLUMNS])


_COLUMNS = ("id", "county", "case_id", "by", "unit_id", "day", "times", "last_at")


def _stored(row: Viewing, column: str) -> Any:
    field = next(field for field in Viewing._meta.concrete_fields if field.column == column)
    return field.get_db_prep_save(getattr(row, field.attname), connection)
