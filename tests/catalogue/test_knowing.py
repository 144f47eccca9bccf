from __future__ import annotations

from datetime import date

import pytest

from onedoor.catalogue import queries
from onedoor.catalogue.knowing import found, found_public, listed
from onedoor.catalogue.models import Item, Knowledge
from tests.small_county import COUNTY, SmallCounty

TODAY = date(2026, 9, 14)


@pytest.fixture
def base(county: SmallCounty) -> None:
    """Three entries: two about lifts, one of them for staff only and one overdue, and one about fumes."""
    lift, fumes = Item.objects.get(code="15-03"), Item.objects.get(code="10-01")
    for code, title, words, item, public, review_by in (
        ("K1", "电梯困人：告诉来电人什么", ["困在电梯", "困人"], lift, False, date(2026, 9, 13)),
        ("K2", "电梯维修能不能动用维修资金", ["维修基金", "维修资金"], lift, True, date(2026, 9, 14)),
        ("K3", "楼下饭店油烟直排怎么办", ["油烟", "烧烤"], fumes, True, None),
    ):
        Knowledge.objects.create(
            county=COUNTY, code=code, title=title, text=f"{title}的答复。", words=words, item=item, public=public,
            reviewed_on=date(2026, 1, 1), review_by=review_by,
        )  # fmt: skip
    queries.changed()


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


def test_the_list_is_searched_by_words_in_any_part_and_by_item(base: None) -> None:
    assert [entry.code for entry in listed(COUNTY, asked="电梯 答复", on=TODAY)] == ["K1", "K2"]
    assert [entry.code for entry in listed(COUNTY, item="10", on=TODAY)] == ["K3"]
    assert [entry.code for entry in listed(COUNTY, asked="饭店太吵油烟大", on=TODAY)] == ["K3"], "the nearest instead"
    assert len(listed(COUNTY, on=TODAY)) == 3
