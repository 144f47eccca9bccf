"""The demo works in a store of its own and leaves every other one alone."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onedoor.config import demo_store
from onedoor.config.demo_home import home_for
from onedoor.core.models import Store
from onedoor.core.refusal import Refused


def test_a_centres_own_store_is_refused(db: None) -> None:
    assert Store.objects.get().purpose == "centre"
    with pytest.raises(Refused, match="不是演示自己建的库"):
        demo_store.open_demo()


def test_a_store_with_tables_but_no_mark_is_refused(db: None) -> None:
    Store.objects.all().delete()
    with pytest.raises(Refused, match="不是演示自己建的库"):
        demo_store.open_demo()
    assert not Store.objects.exists()


def test_a_demo_store_made_with_other_keys_is_refused(db: None) -> None:
    Store.objects.update(purpose=demo_store.DEMO, keys_mark="0" * 32)
    with pytest.raises(Refused, match="另一套钥匙"):
        demo_store.open_demo()


def test_a_store_the_demo_left_half_made_is_taken_up_again(db: None) -> None:
    Store.objects.update(purpose=demo_store.DEMO, facts={"ready": False})
    assert demo_store.open_demo().facts == {"ready": False}


def test_somebody_elses_sqlite_file_keeps_every_byte(tmp_path: Path) -> None:
    path = tmp_path / "foreign.sqlite3"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE notes (said TEXT)")
    file.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    done = subprocess.run(
        [sys.executable, "-m", "onedoor", "demo", "--once"],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{path}", "ONEDOOR_HOME": str(tmp_path), "PYTHONPATH": "src"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "空库" in done.stdout, "Traceback" in done.stderr) == (1, True, False)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert not list(tmp_path.glob("foreign.sqlite3-*"))


def test_the_demo_lives_beside_the_installation_and_a_story_in_a_folder_that_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEDOOR_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with home_for(["migrate"]):
        assert os.environ["ONEDOOR_HOME"] == str(tmp_path)
    with home_for(["demo", "--once"]):
        home = Path(os.environ["ONEDOOR_HOME"])
        assert home.is_dir() and tmp_path not in home.parents
    assert not home.exists()
    monkeypatch.setenv("ONEDOOR_HOME", str(tmp_path))
    with home_for(["demo"]):
        assert os.environ["ONEDOOR_HOME"] == str(tmp_path / "demo")


def test_pictures_are_taken_in_a_folder_that_goes_whatever_store_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEDOOR_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere.sqlite3")
    with home_for(["shots", "--only", "desk"]):
        home = Path(os.environ["ONEDOOR_HOME"])
        assert home.is_dir() and tmp_path not in home.parents and "DATABASE_URL" not in os.environ
    assert not home.exists()
