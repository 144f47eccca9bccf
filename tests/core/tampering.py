"""What somebody could do to a store who gets past the product: the guards are taken off and rows changed by SQL."""

from __future__ import annotations

from django.db import connection


def tamper(table: str, sql: str, *values: object) -> None:
    """Change rows that the store itself protects, inside the transaction of the test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS keep_{table}_{act}")
        cursor.execute(sql, values)
