"""``./onedoor test``: everything that must hold before a change lands.

Without arguments: lint, layers, types, and the whole suite on SQLite and, where ONEDOOR_TEST_DATABASE_URL is set, on
PostgreSQL. Types and PostgreSQL go beside SQLite, whose browsers and servers leave time for them. With arguments:
pytest with them, on the store DATABASE_URL names or SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

from django.core.management.base import BaseCommand

from onedoor.config.environment import CHECKOUT
from onedoor.config.libraries import bring_libraries

_WORKERS = max(2, min(os.cpu_count() or 2, 8))


class Command(BaseCommand):
    help = "Run lint, layers, types and tests (SQLite; PostgreSQL too where ONEDOOR_TEST_DATABASE_URL is set)."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        given = argv[2:]
        if given and given[0] in ("-h", "--help"):
            super().run_from_argv(argv)
            return
        bring_libraries(tests=True)
        with _environment() as environment:
            raise SystemExit(_pytest(given, environment) if given else _everything(environment))

    def handle(self, *args: object, **options: object) -> None:
        """Never called: the arguments are pytest's."""


class _Steps:
    """What was done, how long it took, and what failed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.failed: list[str] = []
        self.timings: list[str] = []

    def take(self, name: str, command: list[str]) -> None:
        _head(name)
        start = time.monotonic()
        self._ended(name, _call(command, self.environment), time.monotonic() - start)

    @contextmanager
    def beside(self, name: str, command: list[str], **also: str) -> Iterator[None]:
        """Run this, ``also`` in its environment, while other steps are taken; what it says comes after them."""
        start, ends = time.monotonic(), list[float]()
        with tempfile.TemporaryFile() as said:
            running = subprocess.Popen(
                command, cwd=Path(CHECKOUT), env=self.environment | also, stdout=said, stderr=subprocess.STDOUT
            )

            def watch() -> None:
                running.wait()
                ends.append(time.monotonic())

            watching = Thread(target=watch)
            watching.start()
            try:
                yield
                code = running.wait()
            finally:
                running.terminate()
                watching.join()
            _head(name)
            said.seek(0)
            print(said.read().decode(errors="replace"), end="", flush=True)
        self._ended(name, code, ends[-1] - start)

    def _ended(self, name: str, code: int, took: float) -> None:
        self.timings.append(f"{name} {took:.0f} s{' ✗' if code else ''}")
        if code:
            self.failed.append(name)


def _everything(environment: dict[str, str]) -> int:
    python = sys.executable
    steps = _Steps(environment)
    start = time.monotonic()
    steps.take("ruff", [python, "-m", "ruff", "check", "."])
    steps.take("ruff format", [python, "-m", "ruff", "format", "--check", "."])
    with ExitStack() as beside:
        beside.enter_context(steps.beside("mypy", [python, "-m", "mypy"]))
        if postgresql := os.environ.get("ONEDOOR_TEST_DATABASE_URL"):
            home = f"{environment['ONEDOOR_HOME']}/postgresql"
            again = [*_tests(_WORKERS // 2), "-m", "not house and not journey"]
            beside.enter_context(steps.beside("pytest · PostgreSQL", again, DATABASE_URL=postgresql, ONEDOOR_HOME=home))
        steps.take("pytest · SQLite", _tests(_WORKERS))
    if not postgresql:
        print("\n没有设ONEDOOR_TEST_DATABASE_URL，只在SQLite上测了。 / PostgreSQL was not tested.")
    print("\n" + " · ".join([*steps.timings, f"{time.monotonic() - start:.0f} s"]))
    print(f"没有通过：{'、'.join(steps.failed)} / failed" if steps.failed else "全部通过 / all passed")
    return 1 if steps.failed else 0


def _tests(workers: int) -> list[str]:
    return [sys.executable, "-m", "pytest", "-n", str(workers), "--dist", "worksteal"]


@contextmanager
def _environment() -> Iterator[dict[str, str]]:
    """A folder of the suite's own for keys and files. Where Python may not write what it compiles beside the sources,
    it writes beside its packages: a hundred processes are started, and each would compile everything anew."""
    with tempfile.TemporaryDirectory(prefix="onedoor-tests-") as home:
        environment = os.environ | {"ONEDOOR_HOME": home}
        if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
            environment["PYTHONPYCACHEPREFIX"] = f"{sys.prefix}/compiled"
        yield environment


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    return _call([sys.executable, "-m", "pytest", *arguments], environment)


def _head(name: str) -> None:
    print(f"\n── {name}", flush=True)


def _call(command: list[str], environment: dict[str, str]) -> int:
    sys.stdout.flush()
    return subprocess.run(command, cwd=Path(CHECKOUT), env=environment, check=False).returncode
