"""The order in which transactions write, as a number every row of the record and every lane carries: its place.

Numbers are drawn before commit, so a reader may read only what was written by transactions older than all that are
still open. PostgreSQL counts its transactions for us; in a store restored from a copy that count begins anew, so it is
raised above every place kept (``go_on``). SQLite has one writer: the next number is one more than the last.
"""

from __future__ import annotations

from django.db import connection

PLACE = (
    "CREATE OR REPLACE FUNCTION onedoor_place() RETURNS bigint LANGUAGE sql STABLE AS "
    "'SELECT pg_current_xact_id()::text::bigint + {above}'"
)
SETTLED = (
    "CREATE OR REPLACE FUNCTION onedoor_settled() RETURNS bigint LANGUAGE sql STABLE AS "
    "'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + {above}'"
)


def functions(above: int = 0) -> list[str]:
    """The statements that let the store give places above this number."""
    return [PLACE.format(above=above), SETTLED.format(above=above)]


def go_on() -> None:
    """Give places above every one that is kept: to be called once a store was prepared, for it may be a copy that was
    restored on another server. Places given before keep their order."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest((SELECT max(place) FROM core_happening), (SELECT max(place) FROM core_delivery)),"
            " onedoor_place(), pg_current_xact_id()::text::bigint"
        )
        last, here, counted = cursor.fetchone()
        if last is not None and last > here:
            for statement in functions(above=last + 1 - counted):
                cursor.execute(statement)
