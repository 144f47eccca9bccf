from __future__ import annotations

from datetime import date

from onedoor.catalogue.knowing import found, found_public
from tests.small_county import COUNTY

TODAY = date(2026, 9, 14)


def codes(text: str, item: str = "") -> list[str]:
    return [one.entry.code for one in found(COUNTY, text, item=item, on=TODAY)]


def test_the_entry_whose_words_are_said_comes_with_the_words_that_weighed(base: None) -> None:
    (one, *_others) = found(COUNTY, "孩子困在电梯里了，怎么办", on=TODAY)
    assert one.entry.code == "K1" and one.reasons == ("困在电梯",) and one.overdue
    assert codes("维修基金能不能用来修电梯")[0] == "K2"
    assert codes("临水街夜间烧烤油烟扰民") == ["K3"]


def test_what_nothing_speaks_for_gives_nothing(base: None) -> None:
    assert codes("请问身份证怎么办理") == [] and codes("") == []


def test_the_item_helps_and_full_width_signs_do_not_matter(base: None) -> None:
    assert codes("电梯的事", item="15-03")[:1] in (["K1"], ["K2"]) and codes("电梯的事") == []
    assert codes("ＫＴＶ楼下油烟") == ["K3"]


def test_residents_find_only_what_they_may_read(base: None) -> None:
    asked = "困在电梯里了，维修基金也没人管"
    assert [one.entry.code for one in found_public(COUNTY, asked, on=TODAY)] == ["K2"]
    assert set(codes(asked)) == {"K1", "K2"}
