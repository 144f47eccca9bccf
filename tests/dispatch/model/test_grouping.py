from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.dispatch.model.grouping import folds, groups, split

LONG = "翠湖花园三幢的电梯从上个月起就反复停运，老人上下楼非常困难，物业说维修基金没有批下来，请有关部门帮助协调。"


@pytest.mark.parametrize(
    "other",
    [
        LONG,
        LONG.replace("，", " ， ").replace("。", "！！"),
        f"关于电梯的投诉：{LONG}谢谢领导！",
        LONG[:40],
        LONG.replace("上个月", "去年底"),
    ],
    ids=["same", "spaced", "more around it", "most of it", "a word changed"],
)
def test_near_copies_are_one_group(other: str) -> None:
    first, second, third = groups([LONG, other, "东门菜场门口的路灯坏了三盏，晚上看不见路，已经摔了两个人。"])
    assert first == second != third


def test_two_messages_about_one_thing_in_other_words_are_two_groups() -> None:
    first, second = groups([LONG, "电梯又停了，七楼的老太太三天没下楼，物业推说没有钱修，到底归谁管？"])
    assert first != second


def test_a_phrase_everybody_uses_joins_nobody() -> None:
    texts = [f"尊敬的领导您好，希望有关部门尽快处理，{chr(0x4E00 + 7 * n) * 9}" for n in range(150)]
    assert len(set(groups(texts))) == 150


def test_copies_of_copies_are_one_group() -> None:
    parts = ["路灯坏了三盏夜里看不见", LONG, "菜场门口摆摊占了人行道"]
    chained = [parts[0] + parts[1], parts[1] + parts[2]]
    assert len(set(groups([parts[0], *chained, parts[2]]))) == 1
    assert len(set(groups(parts))) == 3


def test_no_texts_are_no_groups_and_empty_ones_fail_nothing() -> None:
    assert groups([]) == []
    assert len(groups(["", "  ", LONG])) == 3


@given(st.lists(st.integers(0, 8), min_size=1, max_size=40), st.floats(0.05, 0.6), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_a_split_holds_whole_groups_and_everything_once(of: list[int], share: float, seed: int) -> None:
    learnt, held = split(of, share=share, seed=seed)
    assert sorted(learnt + held) == list(range(len(of)))
    assert not {of[at] for at in learnt} & {of[at] for at in held}
    assert learnt and (held or len(set(of)) == 1)
    assert split(of, share=share, seed=seed) == (learnt, held)


def test_a_split_holds_out_about_its_share() -> None:
    learnt, held = split(list(range(1000)), share=0.2)
    assert (len(learnt), len(held)) == (800, 200)


def test_folds_ask_everything_once_and_never_a_near_copy_of_what_they_learnt() -> None:
    of = [number // 2 for number in range(60)]
    labels = ["甲" if number % 3 else "乙" for number in range(60)]
    asked = []
    for learnt, held in folds(of, labels, count=3):
        assert not {of[at] for at in learnt} & {of[at] for at in held}
        asked += held.tolist()
    assert sorted(asked) == list(range(60))
