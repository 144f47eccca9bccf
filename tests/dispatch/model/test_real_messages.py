from __future__ import annotations

from pathlib import Path

import pytest

from onedoor.dispatch.model.classifier import Classifier
from onedoor.dispatch.model.files import examples_of
from onedoor.dispatch.model.grouping import groups, split
from onedoor.dispatch.model.measuring import asked, measured

pytestmark = [pytest.mark.shared, pytest.mark.thorough]


def test_messages_held_out_by_near_duplicate_group_are_told_apart(shared: Path) -> None:
    told = examples_of(shared / "messages" / "labelled.csv", text="text", label="category").told
    learnt, held = split(groups([one.text for one in told]), share=0.2, seed=0)
    model = Classifier.fit([told[at] for at in learnt])
    found = measured([asked(model, told[at].text, told[at].label) for at in held])
    assert found.macro_f1 >= 0.90
    assert found.top2 >= 0.975
    assert found.coverage_at_95 >= 0.75
    assert found.ece <= 0.04
    assert len(model.to_bytes()) <= 15_000_000
