"""The test store as the migrations leave it, and with the small county: kept once for each process, and copied for
tests that need a store of their own. To migrate anew takes longer than most of them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

_files: dict[str, Path] = {}
_databases: dict[str, str] = {}


def keep(name: str, folder: pytest.TempPathFactory) -> None:
    """Keep what the test store holds now under a name: ``migrated`` or ``county``."""
    if connection.vendor == "sqlite":
        path = folder.mktemp("kept") / f"{name}.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as file:
            connection.connection.backup(file)
            file.execute("PRAGMA journal_mode = WAL")
        _files[name] = path
    elif name == "migrated":
        own = str(connection.settings_dict["NAME"])
        connection.close()  # PostgreSQL copies no database that somebody uses
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}_{name}"')
            cursor.execute(f'CREATE DATABASE "{own}_{name}" TEMPLATE "{own}"')
        _databases[name] = f"{own}_{name}"


def drop() -> None:
    """Take away what a server keeps."""
    for database in _databases.values():
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    _databases.clear()


def copy(name: str, path: Path) -> None:
    """Put a kept store into a file of SQLite, and the keys it was made with beside it. KeyError where none is kept."""
    shutil.copyfile(_files[name], path)
    copy_keys(path.parent)


def database() -> str:
    """The migrated database a server can copy from. KeyError where none is kept."""
    return _databases["migrated"]


def copy_keys(home: Path) -> None:
    """Give an installation the keys the kept stores were made with."""
    shutil.copyfile(settings.KEYS.path, home / "keys.toml")
