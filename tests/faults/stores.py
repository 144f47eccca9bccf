"""A store of a test's own, beside the one the suite uses, on the same backend."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import psycopg
from django.db import connection, connections
from psycopg import sql

from onedoor.config import environment
from tests import kept_stores

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class OwnStore:
    """A freshly migrated store, the environment of processes that use it, and a connection of this process to it."""

    url: str
    home: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        return os.environ | {"DATABASE_URL": self.url, "ONEDOOR_HOME": str(self.home), "PYTHONPATH": path}

    def start(self, *arguments: object) -> subprocess.Popen[bytes]:
        """Start a Python process on this store. The caller, or the end of the test, stops it."""
        with (self.home / f"{len(self.started)}.log").open("wb") as log:
            made = subprocess.Popen(
                [sys.executable, *map(str, arguments)], env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )
        self.started.append(made)
        return made

    def said(self) -> str:
        """The last words of every process, for a failing test."""
        return "\n".join(path.read_text()[-1500:] for path in sorted(self.home.glob("*.log")))

    def stop(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait(10)

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """A connection of this process. It is no default connection: the ORM of the suite stays where it is."""
        settings: dict[str, Any] = connections.settings["default"] | environment.database(self.url)
        settings |= {"TIME_ZONE": None, "ATOMIC_REQUESTS": False}
        made = type(connections["default"])(settings, alias="own")
        try:
            yield made
        finally:
            made.close()


@contextmanager
def own_store(folder: Path) -> Iterator[OwnStore]:
    """A store made for one test and taken away after it. The suite's own store must be set up (``django_db_setup``)."""
    if connection.vendor == "sqlite":
        store = OwnStore(f"sqlite:///{folder / 'own.sqlite3'}", folder)
        kept_stores.copy("migrated", folder / "own.sqlite3")
        try:
            yield store
        finally:
            store.stop()
        return
    told = connection.settings_dict
    name = f"od_fault_{uuid4().hex[:12]}"
    where = {key: told[key.upper()] or told["OPTIONS"].get(key) for key in ("user", "password", "host", "port")}
    where = {key: value for key, value in where.items() if value}
    door = psycopg.connect(dbname="postgres", autocommit=True, **where)
    kept = sql.Identifier(kept_stores.database())
    door.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), kept))
    kept_stores.copy_keys(folder)
    store = OwnStore(_url(name, where), folder)
    try:
        yield store
    finally:
        store.stop()
        door.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        door.close()


def _url(name: str, where: dict[str, Any]) -> str:
    """By query: a host may be the folder of a socket."""
    return f"postgresql:///{quote(name)}?{urlencode(where)}"
