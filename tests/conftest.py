from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest

from onedoor.config.keys import Keys

# The suite has keys and a folder of its own; it never touches an installation's. The keys are made before the processes
# that share them begin.
if "ONEDOOR_HOME" not in os.environ:
    os.environ["ONEDOOR_HOME"] = tempfile.mkdtemp(prefix="onedoor-tests-")
Keys.load(Path(os.environ["ONEDOOR_HOME"]) / "keys.toml").keep()

CI = os.environ.get("CI") == "true"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lives", type=int, default=100, help="random lives of cases on SQLite (before a release: 2000)")
    parser.addoption("--thorough", action="store_true", help="also what is slow and seldom moved (before a release)")


@pytest.fixture
def shared() -> Path:
    """The folder of real data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the real data is not beside this checkout (../shared/data)")
    return SHARED


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Put the small county into the test store once; every test then works in a transaction on top of it. What it was
    before and after is kept for tests that need a store of their own (tests/kept_stores.py)."""
    from tests import kept_stores, small_county

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        kept_stores.keep("migrated", tmp_path_factory)
        small_county.build()
        kept_stores.keep("county", tmp_path_factory)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        kept_stores.drop()


@pytest.fixture(scope="session", autouse=True)
def _one_chain() -> Iterator[None]:
    """Every test client of a process goes through the same middleware: making it lists all static files again. Where a
    test overrides settings it is made anew."""
    from django.conf import settings
    from django.test.client import ClientHandler

    made: WeakKeyDictionary[object, dict[str, object]] = WeakKeyDictionary()
    load = ClientHandler.load_middleware

    def load_once(handler: ClientHandler, is_async: bool = False) -> None:
        if settings._wrapped not in made:
            load(handler, is_async)
            made[settings._wrapped] = {name: told for name, told in vars(handler).items() if "middleware" in name}
        vars(handler).update(made[settings._wrapped])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", load_once)
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """What one test changed in catalogue, boundaries or calendar is not remembered in the next."""
    from onedoor.core import revisions
    from onedoor.organisation import sessions, signed_in

    for memory in (revisions, sessions, signed_in):
        memory.forget()
    yield
    for memory in (revisions, sessions, signed_in):
        memory.forget()


@pytest.fixture
def county(db: None):  # type: ignore[no-untyped-def]
    """The small county's actors, by post."""
    from tests import small_county

    return small_county.actors()


ONE_STORE = (
    "tests/citizen/", "tests/desk/", "tests/permissions/", "tests/rights/", "tests/core/clock/",
    "tests/cases/test_permissions.py", "tests/config/test_practice.py", "tests/exchange/test_reading.py",
    "tests/faults/test_sqlite_writers.py",
    "tests/faults/test_ingest_kill.py",
    "tests/house/test_routes.py", "tests/house/test_english.py", "tests/house/test_weight.py",
    "tests/simulation/test_populating.py", "tests/simulation/test_texts.py", "tests/simulation/test_world.py",
)  # fmt: skip
"""Pages, words, rights and the invented county are the same on every store, and run on SQLite, and so does what has a
store of SQLite of its own. Actions, queries, faults and the story run on both."""


FIRST = (
    "tests/journeys/", "tests/faults/", "tests/simulation/", "tests/house/test_english.py", "tests/desk/test_bulk.py",
    "tests/exchange/test_whole_files.py", "tests/core/search/test_recall.py", "tests/cases/test_life_machine.py",
    "tests/cases/test_invariants.py", "tests/cases/test_not_lost.py", "tests/notices/test_sending.py",
)  # fmt: skip
"""What waits for browsers and other processes, and tests that are long in one piece: begun last, one of them would be
waited for when everything else is done."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on SQLite, what only PostgreSQL does, and there what no store can change; that is no skipping, for it
    runs on the other. What is for --thorough waits for it. What takes long comes first."""
    from django.db import connection

    if gone := [path for path in (*FIRST, *ONE_STORE) if not (config.rootpath / path).exists()]:
        raise pytest.UsageError(f"tests/conftest.py names what is not there any more: {', '.join(gone)}")

    def elsewhere(item: pytest.Item) -> bool:
        if item.get_closest_marker("thorough") and not config.getoption("thorough"):
            return True
        if connection.vendor != "postgresql":
            return item.get_closest_marker("postgresql") is not None
        return item.nodeid.startswith(ONE_STORE) and item.get_closest_marker("postgresql") is None

    left_out = [item for item in items if elsewhere(item)]
    kept = [item for item in items if not elsewhere(item)]
    items[:] = sorted(kept, key=_turn)
    config.hook.pytest_deselected(items=left_out)


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it for garbage again and again was a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a test that was skipped has not been run, and that is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if CI and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("CI=true: nothing may be skipped", red=True)
