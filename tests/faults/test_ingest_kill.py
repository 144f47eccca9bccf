"""kill -9 at any moment, and two runs at once: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import kept_stores
from tests.exchange.letters import MESSAGES, message, written

CHECKOUT = Path(__file__).resolve().parents[2]
ROWS = 2500  # ten batches
KILLS = 5
PATIENCE = 30.0  # seconds before a child that hangs is given up

_VERIFY = """
import django; django.setup()
from onedoor.core import audit
from onedoor.simulation import invariants
print([*audit.verify().problems, *invariants.check().problems])
"""


class Installation:
    """A folder with keys and a SQLite store of its own, worked by child processes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = home / "onedoor.sqlite3"
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.store}",
            "PYTHONPATH": os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)]),
            "DJANGO_SETTINGS_MODULE": "onedoor.config.settings",
            "ONEDOOR_HOME": str(home),
        }

    def python(self, program: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, check=True, capture_output=True, timeout=60
        )
        return done.stdout.decode().strip()

    def ingest(self, path: Path) -> subprocess.Popen[bytes]:
        options = ["--feed", "messages", "--as", "history", "--json"]
        command = [sys.executable, "-m", "onedoor", "ingest", str(path), *options]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def counts(self) -> dict[str, int]:
        """What the store holds, as seen from outside."""
        questions = {
            "ids": "SELECT count(DISTINCT source_id) FROM cases_report",
            "reports": "SELECT count(*) FROM cases_report",
            "cases": "SELECT count(*) FROM cases_case",
            "contacts": "SELECT count(*) FROM cases_contact",
            "arrivals": "SELECT count(*) FROM core_happening WHERE name = 'cases.report_received'",
            "imports": "SELECT count(*) FROM core_happening WHERE name = 'cases.imported'",
        }
        with closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as store:
            return {name: store.execute(question).fetchone()[0] for name, question in questions.items()}


def ended(run: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The JSON of a run that came to its end."""
    out, said = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, said.decode()
    figures: dict[str, Any] = json.loads(out)
    return figures


def kill(run: subprocess.Popen[bytes], store: Path, *, beyond: int, moment: float) -> None:
    """End the child without warning ``moment`` seconds after the store holds more than ``beyond`` rows."""
    end = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as looking:
        while looking.execute("SELECT count(*) FROM cases_report").fetchone()[0] <= beyond:
            assert not passes(run, 0.002) and time.monotonic() < end, "it ended before it could be killed"
    passes(run, moment)
    run.kill()
    run.communicate(timeout=PATIENCE)
    assert run.returncode == -signal.SIGKILL


def passes(run: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether the child ends by itself within this time."""
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("template"))
    kept_stores.copy("county", installation.store)
    return installation


@pytest.fixture
def installation(template: Installation, tmp_path: Path) -> Installation:
    return Installation(shutil.copytree(template.home, tmp_path / "home"))


def test_a_run_killed_five_times_and_begun_again_loses_and_doubles_nothing(
    installation: Installation, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.csv", MESSAGES, [message(n) for n in range(ROWS)])
    chance = random.Random(20190228)
    points = sorted(chance.sample(range(-1, ROWS // 2), KILLS))
    for point in points:
        kill(installation.ingest(path), installation.store, beyond=point, moment=chance.uniform(0, 0.02))
        assert len(set(installation.counts().values())) == 1, "half a case was left behind"
    there = installation.counts()["reports"]
    assert 0 < there < ROWS
    figures = ended(installation.ingest(path))
    assert (figures["accepted"], figures["duplicates"], figures["rejected"]) == (ROWS - there, there, 0)
    assert set(installation.counts().values()) == {ROWS}
    assert installation.python(_VERIFY) == "[]"


def test_two_runs_of_one_file_at_once_share_the_rows(installation: Installation, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", MESSAGES, [message(n) for n in range(ROWS)])
    runs = [installation.ingest(path) for _ in range(2)]
    shares = [ended(run) for run in runs]
    assert sum(share["accepted"] for share in shares) == ROWS
    assert sum(share["duplicates"] for share in shares) == ROWS
    assert set(installation.counts().values()) == {ROWS}
    assert installation.python(_VERIFY) == "[]"
