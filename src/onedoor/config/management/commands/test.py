"""``./onedoor test``: everything that must hold before a change lands.

Without arguments: lint, layers, types, and the whole suite on SQLite and, where ONEDOOR_TEST_DATABASE_URL is set, on
PostgreSQL. With arguments: pytest with them, on the store DATABASE_URL names or SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.core.management.base import BaseCommand

from onedoor.config.environment import CHECKOUT
from onedoor.config.libraries import bring_libraries

_WORKERS = str(max(2, min(os.cpu_count() or 2, 8)))


class Command(BaseCommand):
    help = "Run lint, layers, types and tests (SQLite; PostgreSQL too where ONEDOOR_TEST_DATABASE_URL is set)."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        given = argv[2:]
        if given and given[0] in ("-h", "--help"):
            super().run_from_argv(argv)
            return
        bring_libraries(tests=True)
        raise SystemExit(_pytest(given, store="") if given else _everything())

    def handle(self, *args: object, **options: object) -> None:
        """Never called: the arguments are pytest's."""


def _everything() -> int:
    python = sys.executable
    steps: list[tuple[str, list[str], str]] = [
        ("ruff", [python, "-m", "ruff", "check", "."], ""),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."], ""),
        ("mypy", [python, "-m", "mypy"], ""),
        ("pytest · SQLite", ["-n", _WORKERS, "--dist", "worksteal"], "sqlite"),
    ]
    if postgresql := os.environ.get("ONEDOOR_TEST_DATABASE_URL"):
        again = ["-n", _WORKERS, "--dist", "worksteal", "-m", "not house and not journey"]
        steps.append(("pytest · PostgreSQL", again, postgresql))
    failed: list[str] = []
    timings: list[str] = []
    for name, command, store in steps:
        print(f"\n── {name}", flush=True)
        start = time.monotonic()
        code = _pytest(command, store="" if store == "sqlite" else store) if store else _call(command)
        timings.append(f"{name} {time.monotonic() - start:.0f} s{' ✗' if code else ''}")
        if code:
            failed.append(name)
    if not postgresql:
        print("\n没有设ONEDOOR_TEST_DATABASE_URL，只在SQLite上测了。 / PostgreSQL was not tested.")
    print("\n" + " · ".join(timings))
    print(f"没有通过：{'、'.join(failed)} / failed" if failed else "全部通过 / all passed")
    return 1 if failed else 0


def _pytest(arguments: list[str], *, store: str) -> int:
    with tempfile.TemporaryDirectory(prefix="onedoor-tests-") as home:
        environment = os.environ | {"ONEDOOR_HOME": home}
        if store:
            environment["DATABASE_URL"] = store
        return _call([sys.executable, "-m", "pytest", *arguments], environment)


def _call(command: list[str], environment: dict[str, str] | None = None) -> int:
    sys.stdout.flush()
    return subprocess.run(command, cwd=Path(CHECKOUT), env=environment, check=False).returncode
