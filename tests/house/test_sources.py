"""What may not stand in any file of the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, tracked

pytestmark = pytest.mark.house

LONGEST = 400
TEXT = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".txt",
    ".json",
    ".ini",
    ".sh",
    ".yml",
    ".yaml",
    ".svg",
    ".po",
    "",
}
MADE = {"package-lock.json", "django.po", "icons.svg"}
# Written apart, or this file would find itself.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
FOLDERS = re.compile("(?<![\\w.:/}-])/(" + "|".join(["ro" + "ot", "ho" + "me", "wo" + "rk", "Us" + "ers"]) + ")/")
REGISTRIES = re.compile(
    "|".join(
        ["py" + "pi(?!nyin)", "python" + "hosted", "np" + "mjs", "npm" + "mirror", "arti" + "factory", "index" + "-url"]
    ),
    re.I,
)


def lines(*, of: set[str] = TEXT) -> Iterator[tuple[str, str]]:
    for path in tracked():
        if path.suffix in of and path.name not in MADE:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield f"{path.relative_to(ROOT)}:{number}", line


def offending(pattern: re.Pattern[str]) -> list[str]:
    return [f"{place}: {line.strip()[:100]}" for place, line in lines() if pattern.search(line)]


def test_nothing_is_left_to_do_without_saying_where() -> None:
    assert offending(UNFINISHED) == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    assert offending(FOLDERS) == []


def test_no_file_names_a_package_registry() -> None:
    assert offending(REGISTRIES) == []
    lock = (ROOT / "frontend" / "package-lock.json").read_text()
    assert "resolved" not in lock


def test_files_fit_on_a_few_screens() -> None:
    counted = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in tracked() if written(path)}
    assert {str(path.relative_to(ROOT)): count for path, count in counted.items() if count > LONGEST} == {}


def written(path: Path) -> bool:
    """Code somebody wrote: lists of words and of example texts may be longer."""
    return path.suffix in {".py", ".html", ".css", ".js"} and "texts" not in path.parts


def test_imports_are_absolute_and_there_is_no_drawer_for_anything() -> None:
    assert [
        str(path) for path in tracked() if path.stem in {"utils", "helpers", "common", "misc"} and path.suffix == ".py"
    ] == []
    relative = re.compile(r"^\s*from \.+\w* import")
    assert [place for place, line in lines(of={".py"}) if relative.search(line)] == []
