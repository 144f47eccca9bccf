"""The examples of the reference pages can be used as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from onedoor.desk.copies.sheet import SOURCES, sheets
from onedoor.exchange.feed import Feed, FileHints
from onedoor.exchange.fields import CHOICES, FIELDS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def first_example(text: str) -> str:
    found = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


def test_the_feed_of_the_reference_can_be_used() -> None:
    told = Feed.parse(first_example(page("reference/feed-file.md")), name="example.toml")
    assert told.codes["urgency"]["特急"] == "critical"


def test_the_reference_names_every_key_field_and_code() -> None:
    text = page("reference/feed-file.md")
    keys = {
        *Feed.model_fields,
        *FileHints.model_fields,
        *FIELDS,
        *(code for codes in CHOICES.values() for code in codes),
    }
    assert [key for key in sorted(keys) if not re.search(rf"[`\[.]{key}[`\].\"]", text)] == []


def test_the_sheet_of_the_reference_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "ONEDOOR_COPIES", tmp_path)
    (tmp_path / "a.toml").write_text(first_example(page("reference/copy-sheet.md")), encoding="utf-8")
    assert "province" in sheets()
    assert [source for source in SOURCES if f"`{source}`" not in page("reference/copy-sheet.md")] == []
