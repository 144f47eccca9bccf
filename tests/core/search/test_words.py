"""Runs, pairs, sounds and parts of sentences."""

from __future__ import annotations

import pytest

from onedoor.core.search.cutting import cut
from onedoor.core.search.entries import Query
from onedoor.core.search.highlight import marked, spans
from onedoor.core.search.sounds import by_sound, heard, sounding
from onedoor.core.search.tokens import pairs, phrase, words


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("  电梯  物业 ", ("电梯", "物业")),
        ("电梯,电梯！", ("电梯",)),
        ("Ａ３区—ＫＴＶ", ("a3区", "ktv")),
        ("……", ()),
        ("字" * 90, ("字" * 40,)),
        (" ".join("甲乙丙丁戊己庚辛壬癸"), tuple("甲乙丙丁戊己庚辛")),
        ("a_b", ("a", "b")),
    ],
)  # fmt: skip
def test_a_query_is_its_runs(asked: str, meant: tuple[str, ...]) -> None:
    assert words(asked) == meant


def test_a_run_is_its_pairs_and_its_last_character() -> None:
    assert list(pairs("电梯坏")) == ["电梯", "梯坏", "坏"]
    assert list(pairs("井")) == ["井"]
    assert phrase("电梯坏了") == ["电梯", "梯坏", "坏了"]
    assert phrase("井") == ["井"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("翠湖", "翠胡"), ("张庄", "臧装"), ("南宁", "蓝灵"), ("陈成", "岑层"), ("湖北", "福北"), ("黄花", "方发")],
)
def test_what_the_south_does_not_tell_apart_sounds_the_same(one: str, other: str) -> None:
    assert heard(one) == heard(other)


def test_only_stretches_of_han_are_heard() -> None:
    assert heard("翠湖3幢，A座, 学院路") == [("cui", "fu"), ("xue", "yuan", "lu")]
    assert heard("水") == heard("abc") == []


def test_pinyin_is_cut_in_every_way_it_may_be() -> None:
    ways = [query.sounds[0] for query in by_sound(("cuihu", "huayuan"))]
    assert ways[0] == ("cui", "fu", "fa", "yuan") and ("cui", "fu", "fu", "a", "yuan") in ways and len(ways) == 4
    assert [query.sounds[0] for query in by_sound(("xian",))] == [("xi", "an"), ("xi", "a", "n")][:1]
    assert {query.sounds[0] for query in by_sound(("fangan",))} == {("fan", "an"), ("fan", "gan")}
    assert by_sound(("ktv",)) == by_sound(("ba",)) == by_sound(("井",)) == []
    assert by_sound(("翠胡3幢", "12")) == [Query(("3幢", "12"), (("cui", "fu"),))]


def test_where_a_sound_stands_is_known() -> None:
    assert sounding("在翠湖，翠湖花园", ("cui", "fu")) == [(1, 3), (4, 6)]
    assert sounding("翠，湖", ("cui", "fu")) == []
    assert sounding("㎡翠湖", ("cui", "fu")) == [(1, 3)]


def test_a_sentence_is_cut_and_what_says_nothing_left_out() -> None:
    assert cut(("请问物业费怎么办",)) == ("物业", "物业费")
    assert cut(("电梯",)) == cut(("物业费", "电梯")) == ()
    assert cut(("怎么办怎么办",)) == ()


def test_marked_parts_are_the_text() -> None:
    text = "ＫＴＶ夜里扰民，ktv又扰民"
    assert marked(text, ("ktv", "扰民")) == [
        ("ＫＴＶ", True), ("夜里", False), ("扰民", True), ("，", False), ("ktv", True), ("又", False), ("扰民", True),
    ]  # fmt: skip
    assert spans("哈哈哈", ("哈哈",)) == [(0, 3)]
    assert spans("50㎡房", ("m2房",)) == [(2, 4)]
    assert marked("什么都没有", ("电梯",)) == [("什么都没有", False)]


def test_the_part_shown_is_where_most_stands() -> None:
    text = "电梯" + "一" * 100 + "物业说电梯要修" + "二" * 100
    shown = marked(text, ("电梯", "物业"), around=10)
    assert shown == [("…", False), ("一" * 10, False), ("物业", True), ("说", False), ("电梯", True)] + [
        ("要修" + "二" * 5, False), ("…", False),
    ]  # fmt: skip
    assert marked("一" * 100, (), around=10) == [("一" * 20, False), ("…", False)]
