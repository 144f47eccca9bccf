from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Put the small county into the test store once; every test then works in a transaction on top of it."""
    from tests import small_county

    with django_db_blocker.unblock():
        small_county.build()


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
    "tests/house/test_routes.py", "tests/house/test_english.py", "tests/house/test_weight.py",
    "tests/simulation/test_populating.py", "tests/simulation/test_texts.py", "tests/simulation/test_world.py",
)  # fmt: skip
"""Pages, words, rights and the invented county are the same on every store, and run on SQLite. Actions, queries,
faults, the story and the browser's journeys run on both."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on SQLite, what only PostgreSQL does, and there what no store can change; that is no skipping, for it
    runs on the other. What is for --thorough waits for it."""
    from django.db import connection

    def elsewhere(item: pytest.Item) -> bool:
        if item.get_closest_marker("thorough") and not config.getoption("thorough"):
            return True
        if connection.vendor != "postgresql":
            return item.get_closest_marker("postgresql") is not None
        return item.nodeid.startswith(ONE_STORE) and item.get_closest_marker("postgresql") is None

    left_out = [item for item in items if elsewhere(item)]
    items[:] = [item for item in items if not elsewhere(item)]
    config.hook.pytest_deselected(items=left_out)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a test that was skipped has not been run, and that is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if CI and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("CI=true: nothing may be skipped", red=True)
