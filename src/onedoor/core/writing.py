"""Write rows of several tables in one statement.

A registration is seven rows in six tables. Written one by one they cost seven round trips and seven plans; as one
statement with data-modifying WITH clauses they cost one (docs/adr/0004). Foreign keys are checked at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

_MOST_PARAMETERS = {"postgresql": 60_000, "sqlite": 30_000}


class CurrentTransaction:
    """A value the store fills in: the number of the writing transaction where several write at once (PostgreSQL),
    0 where one does (SQLite)."""

    def sql(self, vendor: str) -> str:
        return "pg_current_xact_id()::text::bigint" if vendor == "postgresql" else "0"


def insert_together(rows: Iterable[models.Model]) -> None:
    """Insert new rows of any tables, all or none, in as few statements as the store allows.

    Primary keys the application makes must be set; those the store makes are not read back.
    """
    groups: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    inserts = [piece for model, members in groups.items() for piece in _pieces(model, members)]
    if connection.vendor == "postgresql" and sum(len(values) for _, values in inserts) <= _MOST_PARAMETERS["postgresql"]:
        *first, last = inserts
        named = ", ".join(f"w{number} AS ({sql})" for number, (sql, _) in enumerate(first))
        statement = f"WITH {named} {last[0]}" if first else last[0]
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for _, values in inserts for value in values])
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, values in inserts:
            cursor.execute(sql, values)


def _pieces(model: type[models.Model], rows: Sequence[models.Model]) -> list[tuple[str, list[Any]]]:
    head, fields = _shape(model)
    size = max(1, _MOST_PARAMETERS[connection.vendor] // len(fields))
    pieces = []
    for start in range(0, len(rows), size):
        marks: list[str] = []
        values: list[Any] = []
        for row in rows[start : start + size]:
            mark, given = _tuple(row, fields)
            marks.append(mark)
            values += given
            row._state.adding = False
            row._state.db = connection.alias
        pieces.append((f"{head} VALUES {', '.join(marks)}", values))
    return pieces


def _tuple(row: models.Model, fields: Sequence[models.Field[Any, Any]]) -> tuple[str, list[Any]]:
    marks: list[str] = []
    values: list[Any] = []
    for field in fields:
        value = getattr(row, field.attname)
        if isinstance(value, CurrentTransaction):
            marks.append(value.sql(connection.vendor))
        else:
            marks.append("%s")
            values.append(field.get_db_prep_save(value, connection))
    return f"({', '.join(marks)})", values


@lru_cache(maxsize=64)
def _shape(model: type[models.Model]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    quote = connection.ops.quote_name
    fields = tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))
    columns = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns})", fields
