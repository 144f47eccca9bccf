from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.core.refusal import Refused
from onedoor.dispatch.model.classifier import Classifier
from onedoor.dispatch.model.examples import Example
from tests.dispatch.model.messages import BUS, NOISE, SCHOOL, WAGES, examples


@pytest.fixture(scope="module")
def model() -> Classifier:
    return Classifier.fit(examples())


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("隔壁工地半夜还在打桩，噪声大得没法睡", NOISE),
        ("干了三个月，包工头一分工资都没有给", WAGES),
        ("公交车越来越少，末班车八点就没有了", BUS),
        ("孩子九月入学，学区怎么划分", SCHOOL),
    ],
)
def test_what_was_never_seen_is_told_by_what_was(model: Classifier, text: str, label: str) -> None:
    first, second = model.ranked(text, 2)
    assert first.label == label
    assert first.probability > second.probability


def test_the_probabilities_of_all_labels_make_one(model: Classifier) -> None:
    ranked = model.ranked("公交站台的噪声", 10)
    assert {one.label for one in ranked} == {NOISE, WAGES, BUS, SCHOOL} == set(model.labels)
    assert sum(one.probability for one in ranked) == pytest.approx(1, abs=1e-4)


def test_a_text_that_says_nothing_known_is_no_sure_answer(model: Classifier) -> None:
    assert model.ranked("ξ", 1)[0].probability < 0.6


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered(model: Classifier, text: str) -> None:
    assert len(model.ranked(text)) == 3
    for reason in model.reasons(text, NOISE):
        assert reason.words in text


def test_reasons_are_whole_words_of_the_text_that_speak_for_the_label(model: Classifier) -> None:
    text = "我在翠湖花园上班，包工头拖欠工资，公交车也不来"
    wages = [one.words for one in model.reasons(text, WAGES)]
    bus = [one.words for one in model.reasons(text, BUS)]
    assert any("工资" in words for words in wages) and not any("公交" in words for words in wages)
    assert any("公交" in words for words in bus) and not any("工资" in words for words in bus)
    for words in (*wages, *bus):
        assert words in text and len(words) >= 2


def test_no_reason_lies_within_another_and_the_heaviest_comes_first(model: Classifier) -> None:
    found = model.reasons("工地夜里打桩噪声扰民，烧烤店音响太吵，噪声大", NOISE)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert not any(one.words in other.words for one in found for other in found if one is not other)
    assert len(model.reasons("工地夜里打桩噪声扰民，烧烤店音响太吵，噪声大", NOISE, 1)) == 1


def test_a_label_the_model_does_not_know_has_no_reasons(model: Classifier) -> None:
    assert model.reasons("工地噪声", "没有这一类") == []


def test_reasons_show_no_name_and_no_number(model: Classifier) -> None:
    shown = "".join(one.words for one in model.reasons("我叫周晓云，电话10010012345，包工头拖欠工资", WAGES))
    assert "周" not in shown and "100" not in shown


def test_a_heavier_example_counts_for_more() -> None:
    told = examples()
    moved = [Example("河道漂着油花没人管", BUS, 0.1), Example("河道漂着油花没人管", NOISE, 5.0)]
    assert Classifier.fit([*told, *moved]).ranked("河道漂着油花")[0].label == NOISE
    turned = [replace(one, weight=5.1 - one.weight) for one in moved]
    assert Classifier.fit([*told, *turned]).ranked("河道漂着油花")[0].label == BUS


def test_bytes_give_back_the_same_answers_and_reasons(model: Classifier) -> None:
    again = Classifier.from_bytes(model.to_bytes())
    text = "工地夜里打桩噪声扰民，公交车也不来"
    assert again.ranked(text) == model.ranked(text)
    assert again.reasons(text, NOISE) == model.reasons(text, NOISE)
    assert (again.labels, again.sure) == (model.labels, model.sure)


def test_the_same_examples_give_the_same_bytes(model: Classifier) -> None:
    assert Classifier.fit(examples()).to_bytes() == model.to_bytes()


def test_no_name_of_the_texts_is_learnt_or_stands_in_the_bytes() -> None:
    told = examples()
    named = [
        replace(one, text=f"我叫莫建辉，身份证320682199001011234，电话10010012345。{one.text}")
        if one.label == WAGES
        else one
        for one in told
    ]
    model = Classifier.fit(named)
    content = b"".join(zipfile.ZipFile(io.BytesIO(model.to_bytes())).read(f"{name}.npy") for name in _MEMBERS)
    for form in ("莫建辉", "建辉", "320682199001011234", "10010012345"):
        for encoding in ("utf-8", "utf-16-le", "utf-32-le", "gb18030"):
            assert form.encode(encoding) not in content
    assert model.ranked("莫建辉")[0].probability == pytest.approx(model.ranked("龘")[0].probability)


_MEMBERS = ("about", "keys", "scales", "coefficients", "offsets")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"\0" * 40])
def test_foreign_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="不是文字模型"):
        Classifier.from_bytes(content)


def test_damaged_bytes_are_refused(model: Classifier) -> None:
    content = bytearray(model.to_bytes())
    content[len(content) // 2] ^= 0xFF
    for broken in (bytes(content), bytes(content[: len(content) // 2])):
        with pytest.raises(Refused, match="损坏"):
            Classifier.from_bytes(broken)


def test_bytes_that_would_run_something_are_refused(model: Classifier) -> None:
    held = io.BytesIO()
    np.save(held, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(Refused):
        Classifier.from_bytes(_with(model, keys=held.getvalue()))


def test_a_later_format_is_refused_by_its_number(model: Classifier) -> None:
    held = io.BytesIO()
    about = {"format": "onedoor-classifier", "version": 9}
    np.save(held, np.frombuffer(json.dumps(about).encode(), np.uint8))
    with pytest.raises(Refused, match="第9版"):
        Classifier.from_bytes(_with(model, about=held.getvalue()))


def _with(model: Classifier, **members: bytes) -> bytes:
    """The bytes of the model with some of its arrays exchanged."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(model.to_bytes())) as old, zipfile.ZipFile(file, "w") as new:
        for name in _MEMBERS:
            new.writestr(f"{name}.npy", members.get(name) or old.read(f"{name}.npy"))
    return file.getvalue()


def test_one_label_is_nothing_to_tell_apart() -> None:
    with pytest.raises(Refused, match="至少要有两个类别"):
        Classifier.fit([one for one in examples() if one.label == BUS])


def test_a_label_with_one_example_is_named() -> None:
    with pytest.raises(Refused, match="河道保洁"):
        Classifier.fit([*examples(), Example("河道漂着油花", "河道保洁")])


def test_the_fewest_examples_there_can_be_are_learnt() -> None:
    few = [Example(text, label) for label in (BUS, NOISE) for text in (f"{label}甲", f"{label}乙")]
    assert Classifier.fit(few).ranked(BUS)[0].label == BUS
    same = [Example("一样", label) for label in (BUS, BUS, NOISE, NOISE)]
    assert {one.label for one in Classifier.fit(same).ranked("一样")} == {BUS, NOISE}


def test_examples_of_nothing_but_white_space_are_passed_over() -> None:
    assert "空白" not in Classifier.fit([*examples(), Example(" \n", "空白"), Example("\u3000", "空白")]).labels
