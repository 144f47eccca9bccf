"""The keys of an installation are made once, whole, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from onedoor.config.keys import Keys


def test_keys_are_kept_for_their_owner_and_read_back(tmp_path: Path) -> None:
    drafted = Keys.load(tmp_path / "keys.toml")
    drafted.keep()
    kept = Keys.load(tmp_path / "keys.toml")
    assert (kept.session, kept.data, kept.index, kept.kept) == (drafted.session, drafted.data, drafted.index, True)
    assert (tmp_path / "keys.toml").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["keys.toml"]


def test_of_two_processes_that_make_keys_at_once_one_is_told_to_start_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Keys.load(tmp_path / "keys.toml"), Keys.load(tmp_path / "keys.toml")
    first.keep()
    monkeypatch.setattr(Path, "exists", lambda path: False)  # the second looked before the first had written
    with pytest.raises(SystemExit, match="请再启动一次"):
        second.keep()
    monkeypatch.undo()
    assert Keys.load(tmp_path / "keys.toml").session == first.session
    assert [file.name for file in tmp_path.iterdir()] == ["keys.toml"]
