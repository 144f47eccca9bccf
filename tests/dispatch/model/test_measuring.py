from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from onedoor.dispatch.model.measuring import Answer, measured
from onedoor.dispatch.model.sureness import least_sure


def test_every_figure_of_four_answers() -> None:
    found = measured(
        [
            Answer("甲", "甲", "乙", 0.95),
            Answer("甲", "乙", "甲", 0.55),
            Answer("乙", "乙", "丙", 0.85),
            Answer("丙", "乙", "甲", 0.65),
        ]
    )
    assert (found.texts, found.accuracy, found.top2) == (4, 0.5, 0.75)
    assert found.macro_f1 == pytest.approx((2 / 3 + 2 / 4 + 0) / 3)
    assert (found.coverage_at_95, found.threshold) == (0.5, 0.85)
    assert found.ece == pytest.approx((0.05 + 0.55 + 0.15 + 0.65) / 4)
    assert found.confused == (("甲", "乙", 1), ("丙", "乙", 1))
    assert [(one.label, one.precision, one.recall) for one in found.labels] == [
        ("丙", 0.0, 0.0), ("乙", 1 / 3, 1.0), ("甲", 1.0, 0.5),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from("甲乙丙")), min_size=1, max_size=40))
def test_the_macro_f1_is_the_one_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    found = measured([Answer(label, said, "", 0.5) for label, said in pairs])
    right, said = zip(*pairs, strict=True)
    assert found.macro_f1 == pytest.approx(f1_score(right, said, average="macro", zero_division=0))


def test_answers_equally_sure_are_taken_or_left_together() -> None:
    sure = np.array([0.9, 0.9, 0.9, 0.5])
    assert least_sure(sure, np.array([True, True, False, True])) is None
    assert least_sure(sure, np.array([True, True, True, False])) == 0.9


def test_one_wrong_answer_in_twenty_is_the_most_that_is_borne() -> None:
    sure = np.linspace(1, 0.5, 21)
    right = np.ones(21, bool)
    right[3] = False
    assert least_sure(sure, right) == pytest.approx(0.5)
    right[4] = False
    assert least_sure(sure, right) == pytest.approx(sure[2])


def test_where_nothing_is_sure_nothing_is_covered() -> None:
    found = measured([Answer("甲", "乙", "甲", 0.9)])
    assert (found.coverage_at_95, found.threshold) == (0.0, None)
