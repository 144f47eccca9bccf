"""Files beside the store: whole or not at all, unreadable without the keys, and where they belong."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onedoor.core import blobs
from onedoor.core.crypto import CannotDecrypt

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.ONEDOOR_FILES = tmp_path / "files"
    return tmp_path / "files"


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("cipher", ["aes-256-gcm", "sm4-gcm"])
def test_what_is_kept_comes_back_and_lies_there_unreadable(folder: Path, settings, cipher: str) -> None:
    settings.ONEDOOR_CIPHER = cipher
    name = blobs.keep("翠湖花园的电梯".encode() * 100)
    assert blobs.read(name) == "翠湖花园的电梯".encode() * 100
    (path,) = everything(folder)
    assert "翠湖".encode() not in path.read_bytes() and path.stat().st_mode & 0o077 == 0
    assert path.relative_to(folder).parts == (name[:2], name[2:4], name)


def test_a_file_that_was_altered_or_moved_under_another_name_cannot_be_opened(folder: Path) -> None:
    one, other = blobs.keep(b"one"), blobs.keep(b"other")
    paths = {path.name: path for path in everything(folder)}
    os.replace(paths[one], paths[other])
    with pytest.raises(CannotDecrypt):
        blobs.read(other)
    with pytest.raises(FileNotFoundError):
        blobs.read(one)


def test_a_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("onedoor.core.blobs.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        blobs.keep(b"one")
    assert everything(folder) == []


def test_what_is_dropped_is_gone_and_once_more_is_nothing_new(folder: Path) -> None:
    name = blobs.keep(b"one")
    for _ in range(2):
        blobs.drop(name)
    blobs.drop("")
    assert everything(folder) == []


def test_only_what_has_lain_for_long_is_listed(folder: Path) -> None:
    old, _new = blobs.keep(b"one"), blobs.keep(b"other")
    long_ago = (NOW - timedelta(days=2)).timestamp()
    os.utime(folder / old[:2] / old[2:4] / old, (long_ago, long_ago))
    assert list(blobs.kept(before=NOW - timedelta(days=1))) == [old]


@pytest.mark.parametrize("name", ["../../keys.toml", "/etc/passwd", ".."])
def test_a_name_never_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        blobs.read(name)
