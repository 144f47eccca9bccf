"""``./onedoor bench [NAME…] [--sizes 10k,100k,1m] [--json]``: measure on a store of its own, beside the references."""

from __future__ import annotations

import importlib
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from onedoor.cases.models import Case
from onedoor.config.environment import CHECKOUT
from onedoor.core.refusal import Refused
from onedoor.simulation.filling import check, fill
from onedoor.simulation.loading import load, loaded
from onedoor.simulation.world.yunzhou import yunzhou

ROWS = {
    "registration": "registration.run",
    "inbox": "pages.inbox",
    "list": "pages.cases",
    "all_cases": "pages.all_cases",
    "case_page": "pages.case_page",
    "search": "finding.run",
    "ingest": "ingest.run",
    "outbox": "outbox.run",
    "grid": "grids.run",
}
"""What is measured, each by a function of ``benchmarks/``, in this order: what writes much comes last."""
BESIDE = {"search_recall": "search_recall.run"}
"""What is measured only when it is named: it needs real data beside the checkout."""
SIZES = {"postgresql": "10k,100k,1m", "sqlite": "10k,100k"}
ON_SQLITE = ("registration", "inbox", "list", "all_cases", "case_page", "search", "ingest", "grid")
_STORE = "onedoor_bench"
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_SAMPLE = 200
_SEED = 11

Row = Callable[..., dict[str, Any]]


class Command(BaseCommand):
    help = "Measure the operations of the budget, each beside its reference in the same run, as the history grows."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join([*ROWS, *BESIDE]))
        parser.add_argument("--sizes", default="", metavar="10k,100k,1m", help="cases in store at each measurement")
        parser.add_argument("--seconds", type=float, default=10.0, help="of each measurement")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON alone")
        parser.add_argument("--record", action="store_true", help="keep the figures in benchmarks/, for the docs")
        parser.add_argument("--keep", action="store_true", help="keep the filled store, and go on with it next time")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or [name for name in ROWS if connection.vendor != "sqlite" or name in ON_SQLITE]
        if unknown := [name for name in names if name not in ROWS | BESIDE]:
            raise Refused(f"没有名为{'、'.join(unknown)}的测量项，只有：{'、'.join([*ROWS, *BESIDE])}。")
        sizes = _sizes(options["sizes"] or SIZES[connection.vendor])
        with _own_store(keep=options["keep"]):
            self._prepare()
            found = [self._at(size, names, seconds=options["seconds"]) for size in sizes]
            result = _about() | {"sizes": found}
        if options["record"]:
            self._record(result)
        if options["as_json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
        else:
            from benchmarks.telling import tell

            tell(result)

    def _prepare(self) -> None:
        self._say("preparing a store of its own")
        call_command("migrate", verbosity=0)
        if not loaded():
            load(yunzhou(seed=1))

    def _at(self, size: int, names: Sequence[str], *, seconds: float) -> dict[str, Any]:
        """Fill the store up to this many cases, and measure each row."""
        there = Case.objects.count()
        filled: dict[str, Any] = {}
        if there < size:
            self._say(f"{size - there} more cases")
            made = fill(size - there, seed=_SEED + there, processes=2, say=self._say)
            self._say("a sample beside the real actions")
            equal = check(made, sample=_SAMPLE, seed=_SEED)
            filled = {"cases": made.cases, "seconds": round(made.seconds, 1), "per_second": round(made.per_second)}
            filled |= {"indexed_per_second": round(made.cases / made.indexing), "sample_checked": equal}
        rows = {}
        for name in names:
            self._say(f"{size:,}: {name}")
            start = time.monotonic()
            rows[name] = _row(name)(seconds=seconds, say=self._say)
            rows[name]["took_seconds"] = round(time.monotonic() - start, 1)
        return {"cases": size, "filled": filled, "rows": rows}

    def _record(self, result: dict[str, Any]) -> None:
        """Keep the figures, and write the page of the docs from all that are kept."""
        from benchmarks.telling import kept, page

        kept_at = Path(CHECKOUT) / "benchmarks" / f"speed-{result['store']}.json"
        kept_at.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        told = Path(CHECKOUT) / "docs" / "reference" / "speed.md"
        told.write_text(page(kept()), encoding="utf-8")
        self._say(f"{kept_at.name}, {told.name}")

    def _say(self, what: str) -> None:
        self.stderr.write(f"… {what}")


def _row(name: str) -> Row:
    module, _, function = (ROWS | BESIDE)[name].partition(".")
    found: Row = getattr(importlib.import_module(f"benchmarks.{module}"), function)
    return found


def _sizes(written: str) -> list[int]:
    sizes = []
    for part in written.lower().split(","):
        read = re.fullmatch(r"\s*([0-9]+)([km]?)\s*", part)
        if not read:
            raise Refused("--sizes请写成“10k,100k,1m”这样。")
        sizes.append(int(read.group(1)) * _UNITS[read.group(2)])
    return sorted(sizes)


@contextmanager
def _own_store(*, keep: bool) -> Iterator[None]:
    """A store beside the one DATABASE_URL names, made for measuring; dropped in the end unless it is kept."""
    sys.path.insert(0, str(Path(CHECKOUT)))
    before = str(connection.settings_dict["NAME"])
    postgresql = connection.vendor == "postgresql"
    connection.close()
    if postgresql:
        own = _STORE
        with psycopg.connect(**_plain(), autocommit=True) as wire:
            if not keep:
                wire.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
            if not wire.execute("SELECT 1 FROM pg_database WHERE datname = %s", [own]).fetchone():
                wire.execute(f'CREATE DATABASE "{own}"')
        # The server that is measured is another process: it must find the same store.
        url = urlsplit(os.environ.get("DATABASE_URL", ""))._replace(path=f"/{own}").geturl()
    else:
        own = str(settings.HOME / f"{_STORE}.sqlite3")
        if not keep:
            _remove(own)
        url = f"sqlite:///{own}"
    connection.settings_dict["NAME"] = own
    os.environ["DATABASE_URL"] = url
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        if not keep and postgresql:
            with psycopg.connect(**_plain(), autocommit=True) as wire:
                wire.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        elif not keep:
            _remove(own)


def _remove(path: str) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(path + ending).unlink(missing_ok=True)


def _plain() -> dict[str, Any]:
    """Connection parameters without Django's own."""
    known = ("dbname", "user", "password", "host", "port")
    return {name: value for name, value in connection.get_connection_params().items() if name in known}


def _about() -> dict[str, Any]:
    """On what it was measured."""
    about: dict[str, Any] = {
        "measured_on": timezone.localdate().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "store": connection.vendor,
    }
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT version(), current_setting('synchronous_commit'), current_setting('fsync'),"
                " current_setting('shared_buffers'), pg_database_size(current_database())"
            )
            version, commit, fsync, buffers, size = cursor.fetchone()
            about |= {"version": version.split(" on ")[0], "synchronous_commit": commit, "fsync": fsync}
            about |= {"shared_buffers": buffers, "store_mb": round(size / 2**20)}
        else:
            cursor.execute("SELECT sqlite_version()")
            about |= {"version": f"SQLite {cursor.fetchone()[0]}", "synchronous": "FULL"}
            about["store_mb"] = round(Path(str(connection.settings_dict["NAME"])).stat().st_size / 2**20)
    return about
