"""An entry is found by any two characters of it, by the words of a sentence, and by its sound."""

from __future__ import annotations

import pytest

from onedoor.catalogue.finding import FoundEntry, found_entries, listed
from tests.small_county import COUNTY, MONDAY


def codes(found: list[FoundEntry]) -> list[tuple[str, str]]:
    return [(one.entry.code, one.why) for one in found]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("困人", [("K1", "words")]),
        ("电梯 答复", [("K1", "words"), ("K2", "words")]),
        ("烧烤", [("K3", "words")]),
        ("楼下饭店的油烟", [("K3", "cut")]),
        ("右烟", [("K3", "sound")]),
        ("dianti", [("K1", "sound"), ("K2", "sound")]),
        ("路灯", []),
    ],
)
def test_every_word_then_its_parts_then_its_sound(base: None, asked: str, found: list[tuple[str, str]]) -> None:
    assert sorted(codes(found_entries(COUNTY, asked, at=MONDAY, most=5))) == found


def test_what_was_asked_for_is_marked(base: None) -> None:
    (one,) = found_entries(COUNTY, "油烟", at=MONDAY, most=5)
    assert one.title == [("楼下饭店", False), ("油烟", True), ("直排怎么办", False)]
    assert ("油烟", True) in one.text


def test_the_list_is_of_an_item_and_gives_the_nearest_where_nothing_has_every_word(base: None) -> None:
    assert codes(listed(COUNTY, item="10", at=MONDAY)) == [("K3", "words")]
    assert codes(listed(COUNTY, asked="困人", item="10", at=MONDAY)) == []
    assert codes(listed(COUNTY, asked="饭店太吵油烟大", at=MONDAY)) == [("K3", "near")]
    assert len(listed(COUNTY, at=MONDAY)) == 3
