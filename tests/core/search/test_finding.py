"""Whatever stands in a text is found by any part of it, the newest first, on both stores alike."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.core import search
from onedoor.core.models import SearchEntry
from onedoor.core.search import Scope, words
from onedoor.core.search.tokens import folded
from tests.core.search.corpus import KIND, found, keep, note
from tests.small_county import MONDAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_words_are_found_inside_longer_words_and_names() -> None:
    keep("农民工讨薪，包工头不见了", "翠湖花园3幢电梯停运", "张三丰老人独居")
    assert found("民工") == [0]
    assert found("工讨") == [0]
    assert found("三丰") == [2]
    assert found("湖花园3") == [1]
    assert found("园3幢电") == [1]


def test_one_character_is_found_wherever_it_stands() -> None:
    keep("窨井盖坏了", "小区井", "没有水", "井")
    assert found("井") == [0, 1, 3]
    assert found("了") == [0]
    assert found("水") == [2]


def test_every_word_must_be_there_and_characters_must_stand_together() -> None:
    keep("电梯坏了，物业不修", "电梯很好", "物业修了电动车梯子", "梯电")
    assert found("电梯") == [0, 1]
    assert found("电梯", "物业") == [0]
    assert found("梯坏了") == [0]
    assert found("电梯很") == [1]


def test_what_a_mark_parts_does_not_stand_together() -> None:
    keep("停水。电梯", "停水电")
    assert found("水电") == [1]
    assert found("停水") == [0, 1]


def test_width_and_case_do_not_matter_and_rare_han_do_not_get_lost() -> None:
    keep("Ａ３区ＫＴＶ扰民", "𠮷野家门口", "𬎆𬬭路", "ﬁre", "Straße")
    assert found(*words("a3区")) == [0]
    assert found(*words("ｋｔｖ")) == [0]
    assert found("𠮷野") == [1]
    assert found("𬬭路") == [2]
    assert found("fire") == [3]
    assert found("strasse") == [4]


def test_numbers_are_found_by_any_part() -> None:
    keep("车牌京A12345", "文号2026第128号")
    assert found("2345") == [0]
    assert found("第128") == [1]
    assert found("12") == [0, 1]


def test_a_word_at_the_seam_of_a_long_text_is_found() -> None:
    rng = random.Random(1)
    text = "".join(chr(rng.randrange(0x4E00, 0x9FA0)) for _ in range(20_000))
    keep(text)
    assert SearchEntry.objects.count() == 3
    for start in (0, 7_900, 7_960, 7_998, 15_830, 15_838, 15_845, 15_918, 19_996):
        assert set(found(text[start : start + 4])) == {0}, start


def test_the_newest_come_first_over_years_and_a_limit_keeps_them() -> None:
    ages = [0, 1, 5, 13, 14, 20, 60, 89, 90, 91, 120, 200, 365, 400, 700, 800, 1500, 4000, 6000, 9000]
    search.put(note(age, "路灯不亮", at=MONDAY - age * DAY) for age in ages)
    assert found("路灯") == ages
    assert found("路灯", most=7) == ages[:7]
    far = MONDAY - 130 * DAY
    assert found("路灯", scope=Scope(until=far)) == [age for age in ages if age > 130]
    assert found("路灯", scope=Scope(since=far)) == [age for age in ages if age <= 130]


def test_every_day_of_many_years_lies_in_one_stretch() -> None:
    search.put(note(age, "水", at=MONDAY - age * DAY) for age in range(-500, 1600, 3))
    assert found("水") == list(range(-500, 1600, 3))


def test_a_search_goes_on_behind_what_was_shown() -> None:
    search.put(note(number, "噪音", at=MONDAY - number * DAY) for number in range(30))
    (first,) = search.candidates("990801", [search.Query(("噪音",))], kind=KIND, most=10, at=MONDAY)
    behind = found("噪音", scope=Scope(before=first[-1].place), most=10)
    assert [hit.about for hit in first] + behind == list(range(20))


def test_marks_keep_a_search_to_a_part_and_a_county_to_itself() -> None:
    search.put(
        [note(1, "油烟", marks="a990801001 u5"), note(2, "油烟", marks="a990801100 u5"), note(3, "油烟", marks="u6")]
    )
    assert found("油烟", scope=Scope((frozenset({"a990801001", "u6"}),))) == [1, 3]
    assert found("油烟", scope=Scope((frozenset({"u5"}), frozenset({"a990801100"})))) == [2]
    assert search.candidates("990802", [search.Query(("油烟",))], kind=KIND, most=5, at=MONDAY) == [[]]
    assert search.candidates("990801", [search.Query(("油烟",))], kind="case", most=5, at=MONDAY) == [[]]


def test_marks_and_syllables_are_not_words() -> None:
    search.put([note(1, "油烟", title="翠湖", marks="u5")])
    for word in ("u5", "note", "990801", "cui", "x", "m", "s", "hu"):
        assert found(word) == []


def test_putting_again_replaces_and_dropping_leaves_nothing() -> None:
    keep("旧的话", "别的")
    search.put([note(0, "新的话")])
    assert (found("旧的"), found("新的"), found("别的")) == ([], [0], [1])
    search.drop(KIND, [0])
    assert (found("新的"), found("别的")) == ([], [1])
    search.put([note(1, "……")])
    assert SearchEntry.objects.count() == 0


LETTERS = "电梯坏了水工民一丁aA1２0，。 \n𠮷ß"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(LETTERS, max_size=30), min_size=1, max_size=6), st.data())
def test_any_part_of_any_text_is_found_and_nothing_else(texts: list[str], data: st.DataObject) -> None:
    """Recall and precision are both one, as a scan of the folded text says; a part that holds a mark is two words."""
    SearchEntry.objects.all().delete()
    search.put(note(number, text) for number, text in enumerate(texts))
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text)))
    asked = words(text[start : start + data.draw(st.integers(1, 4))])
    if asked:
        scanned = [number for number, one in enumerate(texts) if all(word in folded(one) for word in asked)]
        assert found(*asked) == scanned
