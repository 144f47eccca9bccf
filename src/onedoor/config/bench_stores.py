"""The stores the bench measures on: one is filled for each size, and measured on a copy, so that what a measurement
writes is never part of the next one's history; the largest are measured as they are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection

from onedoor.core.connections import whereabouts

_PREFIX = "onedoor_bench"
_COPY = "copy"
_COPIED_UP_TO = 200_000


class Stores:
    """The filled stores beside the one DATABASE_URL names. ``close`` drops them unless they are kept."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._before = str(connection.settings_dict["NAME"])
        self._url = os.environ.get("DATABASE_URL", "")
        self._postgresql = connection.vendor == "postgresql"
        self._made: list[str] = []
        connection.close()

    def use(self, size: int, *, grown_from: int | None, prepare: Callable[[], None], grow: Callable[[], None]) -> None:
        """Turn to the store of this many cases: kept from last time, or grown from that of the size before."""
        name = self._name(str(size))
        if self._there(name):
            self._turn(name)
            prepare()
        else:
            self._drop(self._name("part"))
            self._make(self._name("part"), self._name(str(grown_from)) if grown_from else None)
            self._turn(self._name("part"))
            prepare()
            grow()
            connection.close()
            self._rename(self._name("part"), name)
            self._turn(name)
        self._made.append(name)

    @contextmanager
    def copy(self, size: int) -> Iterator[None]:
        """Turn to a copy of the store of this size, which is dropped in the end; a store so large that what is written
        to it is no part of it worth speaking of is measured as it is."""
        if size > _COPIED_UP_TO:
            yield
            return
        copy = self._name(_COPY)
        connection.close()
        self._drop(copy)
        self._make(copy, self._name(str(size)))
        self._turn(copy)
        try:
            yield
        finally:
            connection.close()
            self._turn(self._name(str(size)))
            self._drop(copy)

    def close(self) -> None:
        """Turn back to the store the command was started for."""
        connection.close()
        for name in () if self._keep else self._made:
            self._drop(name)
        connection.settings_dict["NAME"] = self._before
        os.environ["DATABASE_URL"] = self._url

    def _name(self, what: str) -> str:
        name = f"{_PREFIX}_{what}"
        return name if self._postgresql else str(settings.HOME / f"{name}.sqlite3")

    def _turn(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name
        # The server that is measured is another process: it must find the same store.
        os.environ["DATABASE_URL"] = (
            urlsplit(self._url)._replace(path=f"/{name}").geturl() if self._postgresql else f"sqlite:///{name}"
        )

    def _there(self, name: str) -> bool:
        if not self._postgresql:
            return Path(name).exists()
        with self._maintenance() as wire:
            return wire.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def _make(self, name: str, template: str | None) -> None:
        if self._postgresql:
            of = f'TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
            with self._maintenance() as wire:
                # What looks at a store of the bench must let go of it while it is copied.
                wire.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template])
                wire.execute(f'CREATE DATABASE "{name}" {of}')
        elif template:
            shutil.copyfile(template, name)

    def _rename(self, name: str, new: str) -> None:
        if self._postgresql:
            with self._maintenance() as wire:
                wire.execute(f'ALTER DATABASE "{name}" RENAME TO "{new}"')
        else:
            Path(name).rename(new)

    def _drop(self, name: str) -> None:
        if self._postgresql:
            with self._maintenance() as wire:
                wire.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)

    @contextmanager
    def _maintenance(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(**whereabouts() | {"dbname": self._before}, autocommit=True) as wire:
            yield wire
