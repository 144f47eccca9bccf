"""Rows the store itself refuses to change or delete, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def refuse(table: str, *acts: str, unless: str = "") -> migrations.RunPython:
    """A migration step: triggers that refuse these acts (``UPDATE``, ``DELETE``) on a table, in place of what was
    refused before. ``unless`` is a condition over OLD and NEW under which an update may pass.

    SQLite drops the triggers of a table whenever a migration remakes it: refuse again after such a one.
    """

    def put_up(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        postgresql = editor.connection.vendor == "postgresql"
        if postgresql:
            editor.execute(_FUNCTION, params=None)
        for act in acts:
            _drop(editor, table, act)
            when = f"WHEN (NOT ({unless}))" if unless else ""
            refusing = (_POSTGRESQL if postgresql else _SQLITE).format(**_names(table, act), when=when)
            editor.execute(refusing, params=None)

    def take_down(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for act in acts:
            _drop(editor, table, act)

    return migrations.RunPython(put_up, take_down)


def _drop(editor: BaseDatabaseSchemaEditor, table: str, act: str) -> None:
    on_table = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS {_names(table, act)['name']}{on_table}", params=None)


def _names(table: str, act: str) -> dict[str, str]:
    said = "OneDoor: this row is never " + {"UPDATE": "changed", "DELETE": "deleted"}[act]
    return {"name": f"keep_{table}_{act.lower()}", "table": table, "act": act, "says": said}


_FUNCTION = """CREATE OR REPLACE FUNCTION onedoor_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"""
_POSTGRESQL = """CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {when}
    EXECUTE FUNCTION onedoor_refuse('{says}')"""
_SQLITE = "CREATE TRIGGER {name} BEFORE {act} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{says}'); END"


def refuse_all(tables: Sequence[str], *acts: str) -> list[migrations.RunPython]:
    """``refuse`` for several tables."""
    return [refuse(table, *acts) for table in tables]
