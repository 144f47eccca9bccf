from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from onedoor.core.refusal import Refused
from onedoor.dispatch.model.examples import Example
from tests.dispatch.model.messages import BUS, NOISE, SCHOOL, WAGES, examples

ASKED = {
    "accuracy", "macro_f1", "top2", "coverage_at_95", "us_per_message", "train_seconds",
}  # fmt: skip


def evaluated(*arguments: object) -> dict[str, object]:
    out = StringIO()
    call_command("evaluate", "classify", *map(str, arguments), "--json", stdout=out, stderr=StringIO())
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def kept(path: Path, told: Sequence[Example]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(["text", "category"])
        written.writerows((one.text, one.label) for one in told)
    return path


def test_one_file_learnt_and_another_asked(tmp_path: Path) -> None:
    train, test = kept(tmp_path / "train.csv", examples()), kept(tmp_path / "test.csv", examples(5, seed=2))
    found = evaluated("--train", train, "--test", test)
    assert set(found) >= ASKED
    assert (found["texts"], found["trained"], found["accuracy"], found["macro_f1"]) == (20, 120, 1.0, 1.0)
    labels = found["labels"]
    assert isinstance(labels, list) and [one["label"] for one in labels] == sorted([NOISE, WAGES, BUS, SCHOOL])


def test_near_copies_and_strange_labels_are_told(tmp_path: Path) -> None:
    told = examples()
    train = kept(tmp_path / "train.csv", told)
    test = kept(tmp_path / "test.csv", [told[0], Example("河面漂着死鱼没有人捞起来", "河道保洁")])
    notes = " ".join(map(str, evaluated("--train", train, "--test", test)["notes"]))  # type: ignore[call-overload]
    assert "检验的1条与训练里的某一条近乎相同" in notes
    assert "训练里没有这些类别，检验时必然答错：河道保洁" in notes


def test_a_label_with_one_example_is_left_out_and_told(tmp_path: Path) -> None:
    train = kept(tmp_path / "train.csv", [*examples(), Example("河面漂着死鱼没有人捞起来", "河道保洁")])
    found = evaluated("--train", train, "--test", kept(tmp_path / "test.csv", examples(2, seed=2)))
    assert found["trained"] == 120
    assert "有1个类别只有一条例子" in str(found["notes"])


def test_one_file_in_folds_says_how_it_was_split(tmp_path: Path) -> None:
    found = evaluated("--data", kept(tmp_path / "all.csv", examples()), "--folds", 3)
    assert found["texts"] == 120
    assert "3折交叉检验，随机种子0；120条文字按近似重复并成" in str(found["notes"])


def test_the_terminal_shows_a_row_for_each_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train, test = kept(tmp_path / "train.csv", examples()), kept(tmp_path / "test.csv", examples(3, seed=2))
    call_command("evaluate", "classify", "--train", str(train), "--test", str(test), stderr=StringIO())
    shown = capsys.readouterr().out
    for label in (NOISE, WAGES, BUS, SCHOOL):
        assert label in shown
    assert "宏平均F1" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "请写--train和--test两个文件"),
        (["--train", "a.csv"], "请写--train和--test两个文件"),
        (["--train", "a.csv", "--test", "b.csv", "--data", "c.csv"], "请写--train和--test两个文件"),
        (["--data", "没有.csv"], "找不到文件"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments: list[str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        evaluated(*arguments)


@pytest.mark.parametrize("folds", [1, 5000])
def test_folds_have_to_be_possible(tmp_path: Path, folds: int) -> None:
    with pytest.raises(Refused, match="折数要在2到"):
        evaluated("--data", kept(tmp_path / "all.csv", examples(3)), "--folds", folds)


def test_one_label_alone_is_refused(tmp_path: Path) -> None:
    alone = kept(tmp_path / "one.csv", [one for one in examples() if one.label == BUS])
    with pytest.raises(Refused, match="至少要有两个类别"):
        evaluated("--train", alone, "--test", alone)
