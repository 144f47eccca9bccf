"""The invented wording: varied, respectful, about its item, and about nobody."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from onedoor.simulation.texts import answers
from onedoor.simulation.texts.telling import LONGEST, SAYINGS, Text, story, told_in
from onedoor.simulation.world import names
from onedoor.simulation.world.catalogue import ITEMS, ItemSeed

AT = datetime(2026, 9, 18, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
BY_CODE = {item.code: item for item in ITEMS}
PLACES = ("鹿吟街道金穗社区", "稻香浦镇上湾村", "云顶岙乡竹渡村")


def told(count: int, seed: int = 5) -> list[tuple[ItemSeed, Text]]:
    rng = Random(seed)
    stories = []
    for number in range(count):
        item = BY_CODE[rng.choice(list(SAYINGS))]
        at = AT + timedelta(hours=7 * number)
        stories.append((item, story(rng, item=item, place=rng.choice(PLACES), at=at)))
    return stories


def test_at_least_thirty_items_have_six_patterns_and_more() -> None:
    assert len(SAYINGS) >= 30
    for saying in SAYINGS.values():
        assert BY_CODE[saying.item].parent
        assert len(set(saying.facts)) >= 6 and len(saying.details) >= 4 and len(saying.wishes) >= 4
        assert saying.titles and len(saying.done) >= 3


def test_five_hundred_stories_hardly_ever_repeat() -> None:
    assert len({text.body for _, text in told(500)}) >= 475


def test_the_hundred_stories_of_one_item_hardly_ever_repeat() -> None:
    rng = Random(3)
    bodies = {story(rng, item=BY_CODE["15-03"], place=PLACES[0], at=AT).body for _ in range(100)}
    assert len(bodies) >= 90


def test_the_same_seed_tells_the_same_stories() -> None:
    assert told(40) == told(40)


def test_a_story_is_whole_short_and_shows_its_item_and_place() -> None:
    for item, text in told(2000):
        assert 30 <= len(text.body) <= LONGEST
        assert 4 <= len(text.title) <= 30
        assert not re.search(r"[{}]|。。|，。|[,?!]|(?<!\d)\.|\s", text.title + text.body)
        assert text.body[-1] in "。？"
        assert any(word in text.title + text.body for word in item.words), (item.code, text.body)
        assert any(place in text.body for place in PLACES)


def test_callers_and_numbers_are_invented() -> None:
    for _, text in told(300):
        assert re.fullmatch(names.PHONE, text.phone)
        assert re.fullmatch(r"[\u4e00-\u9fff]{3}", text.caller_name)


def test_stories_come_through_every_channel_and_some_only_ask() -> None:
    stories = [text for _, text in told(1000)]
    assert {text.channel for text in stories} == {
        "window", "hotline", "qr", "web", "grid", "petition", "police", "letter",
    }  # fmt: skip
    asked = [text for text in stories if text.consultation]
    assert 50 <= len(asked) <= 250
    assert all("？" in text.body for text in asked)


def test_villages_tell_of_fields_and_communities_of_lifts() -> None:
    community, village = told_in("990801001001"), told_in("990801200203")
    assert "15-03" in community and "15-03" not in village
    assert "07-02" in village and "07-02" not in community
    assert "11-01" in community and "11-01" in village


def test_an_item_nobody_tells_about_is_refused_with_those_that_work() -> None:
    with pytest.raises(LookupError, match="27-01.*15-03"):
        story(Random(1), item=BY_CODE["27-01"], place=PLACES[0], at=AT)


def test_answers_are_whole_sentences_for_every_item() -> None:
    rng = Random(2)
    for item in (item for item in ITEMS if item.parent):
        for text in (
            answers.reply(rng, item=item),
            answers.return_reason(rng, item=item),
            answers.ruling_reason(rng, item=item),
            answers.visit_comment(rng, solved=True),
            answers.visit_comment(rng, solved=False),
        ):
            assert text.endswith("。") and "{" not in text and len(text) >= 10
    assert len({answers.reply(rng, item=BY_CODE["15-03"]) for _ in range(100)}) >= 30


def test_the_call_back_says_whether_it_is_solved() -> None:
    solved = {answers.visit_comment(Random(seed), solved=True) for seed in range(60)}
    not_solved = {answers.visit_comment(Random(seed), solved=False) for seed in range(60)}
    assert len(solved) == len(not_solved) == 5 and not solved & not_solved
