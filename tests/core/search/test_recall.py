"""Three hundred words listed by hand are found in the real messages wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import search_recall

pytestmark = [pytest.mark.django_db, pytest.mark.shared]


def test_the_words_are_different_and_two_to_four_characters_long() -> None:
    listed = list(search_recall.listed())
    assert len(listed) == len({word for _group, word in listed}) == 300
    assert all(2 <= len(word) <= 4 for _group, word in listed)
    groups = [group for group, _word in listed]
    assert {group: groups.count(group) for group in groups} == {"common": 100, "rare": 100, "inside": 60, "names": 40}


def test_the_search_finds_what_a_substring_scan_finds(shared: Path) -> None:
    told = list(search_recall.messages(shared / "messages" / "messages.xlsx"))
    search_recall.fill(told)
    measured = search_recall.measure(told)
    whole = measured["all"].figures()
    assert whole["recall"] >= search_recall.GOAL, whole
    assert whole["precision"] >= 0.98, whole
    assert whole["entries"] > 20_000
