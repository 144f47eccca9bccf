"""Find what holds the words, the newest first.

PostgreSQL reads one stretch of time after the other and stops as soon as it has enough, so that a common word costs no
more in a long history than in a short one (docs/adr/0016). FTS5 reads its own lists from the newest end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from onedoor.core.search import slices
from onedoor.core.search.entries import Candidate, Query, Scope
from onedoor.core.search.places import END, first_place
from onedoor.core.search.writing import match, tsquery

_Told = int | str | list[str] | list[int]

_POSTGRESQL = """SELECT %s::int AS nth, f.place, f.thing
 FROM onedoor_found(%s, %s::text[], %s::bigint[], %s::bigint[], %s) f"""

_SQLITE = """SELECT * FROM (SELECT %s AS nth, e.id, e.about
 FROM core_searchentry_words w JOIN core_searchentry e ON e.id = w.rowid
 WHERE core_searchentry_words MATCH %s AND w.rowid >= %s AND w.rowid < %s
 ORDER BY w.rowid DESC LIMIT %s)"""


def candidates(
    county: str, queries: Sequence[Query], *, kind: str, most: int, at: datetime, scope: Scope | None = None
) -> list[list[Candidate]]:
    """For each query the newest entries of a county that hold what it asks for, ``most`` at the most, newest first, in
    one statement. An empty query finds nothing. A thing whose text is long may be there once for several parts."""
    asked = {nth: query for nth, query in enumerate(queries) if query}
    found: list[list[Candidate]] = [[] for _query in queries]
    if not asked:
        return found
    within = scope or Scope()
    statements = [_walking(county, nth, query, kind, within, most, at) for nth, query in asked.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _told in statements),
            [value for _sql, told in statements for value in told],
        )
        for nth, place, about in cursor.fetchall():
            found[nth].append(Candidate(about, place))
    return [sorted(one, key=lambda candidate: -candidate.place) for one in found]


def _walking(
    county: str, nth: int, query: Query, kind: str, scope: Scope, most: int, at: datetime
) -> tuple[str, list[_Told]]:
    first = first_place(scope.since) if scope.since else 0
    end = min(scope.before or END, first_place(scope.until) if scope.until else END)
    own = f"{kind}{county}"
    if connection.vendor != "postgresql":
        return _SQLITE, [nth, match(query, [[own], *scope.marks]), first, end, most]
    stretches = slices.walk(at, first=first, end=end)
    marks = [f" & '@{own}{stretch.mark}'" for stretch in stretches]
    firsts, ends = [stretch.first for stretch in stretches], [stretch.end for stretch in stretches]
    return _POSTGRESQL, [nth, tsquery(query, scope.marks), marks, firsts, ends, most]
