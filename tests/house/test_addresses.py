"""No page names an address outside: nothing is loaded from elsewhere, and nothing is sent there."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT

pytestmark = pytest.mark.house

PACKAGE = ROOT / "src" / "onedoor"
ABROAD = re.compile(r"(?:https?:)?//[\w-]+\.[\w./-]+")
NAMESPACE = re.compile(r"http://www\.w3\.org/[\w/]+")
LOADED = re.compile(r"""(?:url\(|@import|\bfrom|\bimport\()\s*["']?(?:https?:)?//""")


def test_templates_styles_and_scripts_name_no_address_outside() -> None:
    files = [*PACKAGE.rglob("*.html"), *(path for path in (PACKAGE / "static" / "od").rglob("*") if path.is_file())]
    texts = {path: path.read_text(encoding="utf-8", errors="ignore") for path in files if path.suffix in TEXT}
    found = {path.name: ABROAD.findall(NAMESPACE.sub("", text)) for path, text in texts.items()}
    assert {name: told for name, told in found.items() if told} == {}


TEXT = {".html", ".css", ".js", ".svg"}


def test_what_is_brought_from_outside_asks_nobody_else() -> None:
    brought = [path for path in (PACKAGE / "static" / "vendor").glob("*") if path.suffix in TEXT]
    assert [path.name for path in brought if LOADED.search(path.read_text(encoding="utf-8"))] == []
