"""``./onedoor bench [NAME…] [--sizes 10k,100k,1m] [--json]``: measure on a store of its own, beside the references."""

from __future__ import annotations

import importlib
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from onedoor.cases.models import Case
from onedoor.config.bench_stores import Stores
from onedoor.config.environment import CHECKOUT
from onedoor.core.models import Store
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
BESIDE = {"search_recall": "search_recall.run", "sqlite_register": "sqlite_register.run"}
"""What is measured only when it is named: one needs real data beside the checkout, one has a store of its own."""
SIZES = {"postgresql": "10k,100k,1m", "sqlite": "10k,100k"}
ON_SQLITE = ("registration", "inbox", "list", "all_cases", "case_page", "search", "ingest", "grid")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_SAMPLE = 100
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
        sys.path.insert(0, str(Path(CHECKOUT)))
        stores = Stores(keep=options["keep"])
        try:
            found = [
                self._at(size, before, names, stores, seconds=options["seconds"])
                for before, size in zip([None, *sizes], sizes, strict=False)
            ]
            result = _about() | {"sizes": found}
        finally:
            stores.close()
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

    def _at(
        self, size: int, before: int | None, names: Sequence[str], stores: Stores, *, seconds: float
    ) -> dict[str, Any]:
        """Turn to the store of this size, filled now or last time, and measure each row on a copy of it."""
        stores.use(size, grown_from=before, prepare=self._prepare, grow=lambda: self._fill(size))
        facts = Store.objects.get(id=1).facts
        rows = {}
        with stores.copy(size):
            for name in names:
                self._say(f"{size:,}: {name}")
                start = time.monotonic()
                rows[name] = _row(name)(seconds=seconds, say=self._say)
                rows[name]["took_seconds"] = round(time.monotonic() - start, 1)
        return {"cases": size, "store_mb": _megabytes(), "filled": facts.get("filled", {}), "rows": rows}

    def _fill(self, size: int) -> None:
        """Fill the store up to this many cases, and keep in it how that went."""
        there = Case.objects.count()
        self._say(f"{size - there} more cases")
        made = fill(size - there, seed=_SEED + there, processes=2, say=self._say)
        self._say("a sample beside the real actions")
        told = {
            "cases": made.cases,
            "seconds": round(made.seconds, 1),
            "per_second": round(made.per_second),
            "indexed_per_second": round(made.cases / made.indexing),
            "sample_checked": check(made, sample=_SAMPLE, seed=_SEED),
        }
        store = Store.objects.get(id=1)
        store.facts = {**store.facts, "filled": told}
        store.save(update_fields=["facts"])
        if connection.vendor == "postgresql":
            self._say("VACUUM")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM (ANALYZE)")
        else:
            connection.close()  # the last one to leave puts the write-ahead log away

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


def _megabytes() -> int:
    if connection.vendor != "postgresql":
        return round(Path(str(connection.settings_dict["NAME"])).stat().st_size / 2**20)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0] / 2**20)


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
            about["shared_buffers"] = buffers
        else:
            cursor.execute("SELECT sqlite_version()")
            about |= {"version": f"SQLite {cursor.fetchone()[0]}", "synchronous": "FULL"}
    return about
