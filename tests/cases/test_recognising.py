"""Recognising: what the words of a text are, where they stand, and that nothing in any text makes it fail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.cases.recognising import Reading, Vocabulary, recognise
from onedoor.cases.recognising.lexicon import Lexicon
from onedoor.cases.recognising.numerals import number
from onedoor.cases.recognising.places import named
from onedoor.cases.recognising.spans import apart
from onedoor.catalogue.alarms import bell
from onedoor.geography.atlas import Place
from tests.small_county import AREAS

PLACES = {code: Place(code, name, level, parent) for code, name, level, parent in AREAS} | {
    "990801100203": Place("990801100203", "学院村", "village", "990801100000")
}
ITEMS = {"电梯": "15-03", "油烟": "10-01", "烧烤": "10-01", "电梯故障": "15-03"}
WORDS = Vocabulary(named(PLACES), PLACES, Lexicon(ITEMS), bell())
LIFT = (
    "我姓周，翠湖社区翠湖花园3幢2单元的电梯又停了，有老人困在电梯里，30多户业主都不满，维修基金12万元没下落，"
    "电话139 0001 0417，从9月3日起就投诉过鼎鑫物业公司。"
)


def read(text: str) -> Reading:
    return recognise(text, WORDS)


def values(text: str, kind: str) -> list[str]:
    return [span.value for span in read(text).of(kind)]


def test_a_call_gives_what_a_form_asks_for() -> None:
    found = {kind: values(LIFT, kind) for kind in ("person", "phone", "people", "amount", "organisation", "kind")}
    assert found == {
        "person": ["周"], "phone": ["13900010417"], "people": ["under-50"], "amount": ["120000"],
        "organisation": ["鼎鑫物业公司"], "kind": ["complaint"],
    }  # fmt: skip
    (place,) = read(LIFT).of("place")
    assert (place.words, place.areas) == ("翠湖社区翠湖花园3幢2单元", ("990801001001",))
    assert (values(LIFT, "emergency"), set(values(LIFT, "item")), values(LIFT, "date")) == (
        ["119"], {"15-03"}, ["9月3日"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "phone"),
    [
        ("打139-0001-0417", "13900010417"), ("１３９０００１０４１７", "13900010417"),
        ("+86 13900010417", "13900010417"),
        ("0513-86761234转8", "051386761234"), ("座机是6676123", "6676123"), ("400-800-1234", "4008001234"),
    ],
)  # fmt: skip
def test_a_number_one_can_ring_is_found_however_it_is_written(told: str, phone: str) -> None:
    assert values(told, "phone") == [phone]


@pytest.mark.parametrize("told", ["身份证320622199001011234", "订单20260914093012345", "每月1200元", "2026-09-14"])
def test_other_rows_of_digits_are_no_phones(told: str) -> None:
    assert values(told, "phone") == []


@pytest.mark.parametrize(
    ("told", "words", "areas"),
    [
        ("我住上埠这边", "上埠", ("990801100201",)),
        ("石桥镇溪口村三组路灯不亮", "石桥镇溪口村三组", ("990801100202",)),
        ("学院那边半夜施工", "学院", ("990801001002", "990801100203")),
        ("城关街道学院社区临水街12号", "城关街道学院社区临水街12号", ("990801001002",)),
        ("临水街和人民路路口堵车", "临水街", ()),
        ("在金桂家园五号楼三单元", "金桂家园五号楼三单元", ()),
    ],
)
def test_a_place_is_known_by_its_name_its_short_name_and_its_houses(
    told: str, words: str, areas: tuple[str, ...]
) -> None:
    place = read(told).of("place")[0]
    assert (place.words, place.areas) == (words, areas)


@pytest.mark.parametrize("told", ["我们小区停水了", "这条路不好走", "3号来过", "整个村都停电", "公路上有坑"])
def test_a_word_for_any_place_is_no_place(told: str) -> None:
    assert read(told).of("place") == []


@pytest.mark.parametrize(
    ("told", "name"),
    [("我叫周晓云，住在学院路", "周晓云"), ("我叫周云住在学院路", "周云"), ("王女士来电", "王女士"),
     ("联系人：欧阳明", "欧阳明"), ("我是李静，想问", "李静")],
)  # fmt: skip
def test_whoever_speaks_is_called_by_name(told: str, name: str) -> None:
    assert values(told, "person") == [name]


def test_who_lives_somewhere_is_not_called_after_it() -> None:
    assert values("我是金桂社区的居民", "person") == []


@pytest.mark.parametrize(
    ("told", "size"),
    [("涉及230户", "100-500"), ("一百多人签名", "100-500"), ("上千居民", "over-500"), ("二十名工人", "under-50"),
     ("六十位家长", "50-100")],
)  # fmt: skip
def test_how_many_are_concerned_is_said_in_the_steps_of_the_form(told: str, size: str) -> None:
    assert values(told, "people") == [size]


def test_chinese_numerals_are_numbers() -> None:
    said = {"十二": 12, "两百": 200, "三万五千": 35000, "一千零一": 1001, "二〇一": 201, "1,200": 1200, "十": 10}
    assert {text: number(text) for text in said} == said
    assert number("没有") is None and number("") is None


def test_what_matters_most_is_shown_where_two_things_stand_in_one_place() -> None:
    marks = read("孩子困在电梯里").marks
    assert [(span.kind, span.words) for span in marks] == [("emergency", "困在电梯")]
    assert read("孩子困在电梯里").of("item"), "and the item is found all the same"


PIECES = st.sampled_from(
    [
        LIFT,
        "翠湖",
        "3幢",
        "139 0001 0417",
        "我叫",
        "十",
        "元",
        "路",
        "公司",
        "，",
        "\n",
        "一",
        "1",
        "-",
        "\ud800",
        "İ",
        "😀",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_finding_lies_in_the_text_and_no_mark_over_another(text: str) -> None:
    reading = read(text)
    for span in reading.found:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.words and span.value and span.kind
    assert all(one.end <= two.start for one, two in zip(reading.marks, reading.marks[1:], strict=False))
    assert set(reading.marks) <= set(reading.found) and reading.marks == tuple(apart(list(reading.found)))


def test_a_very_long_text_is_read_as_well() -> None:
    for text in ("一" * 20_000, "1" * 20_000, LIFT * 200, "路" * 20_000, "花园" * 10_000):
        read(text)


def test_addresses_and_phones_of_real_texts_are_found(shared) -> None:  # type: ignore[no-untyped-def]
    """On real addresses (training part): how many roads and house numbers a place covers; of the county's own areas
    nothing can be said, they are in another county."""
    found = {"road": [0, 0], "roadno": [0, 0], "town": [0, 0], "community": [0, 0]}
    blocks = (shared / "address" / "train.txt").read_text(encoding="utf-8").split("\n\n")[:1500]
    for block in blocks:
        pairs = [line.split(" ") for line in block.splitlines() if " " in line]
        text = "".join(sign for sign, _label in pairs)
        covered = {place for span in read(text).of("place") for place in range(span.start, span.end)}
        for start, end, label in entities(pairs):
            if label in found:
                found[label][0] += 1
                found[label][1] += all(place in covered for place in range(start, end))
    shares = {label: hits / all_ for label, (all_, hits) in found.items()}
    assert shares["road"] > 0.93 and shares["roadno"] > 0.85, shares
    assert shares["town"] > 0.9 and shares["community"] > 0.8, shares


def entities(pairs: list[list[str]]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    place = 0
    for sign, label in pairs:
        if label.startswith("I-") and found:
            found[-1] = (found[-1][0], place + len(sign), found[-1][2])
        else:
            found.append((place, place + len(sign), label[2:]))
        place += len(sign)
    return found
