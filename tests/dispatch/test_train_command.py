"""``./onedoor train dispatch``: what it says, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from onedoor.core.actions.opening_store import claim
from onedoor.core.refusal import Refused
from onedoor.dispatch.actions import training
from onedoor.dispatch.models import TextModel
from tests.dispatch.examples import LIFT, SMOKE, handled, history, told
from tests.small_county import SmallCounty


@pytest.fixture(autouse=True)
def store(county: SmallCounty) -> None:
    claim("centre")


def test_it_trains_from_history_and_says_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    history(40)
    handled("10", told(LIFT, 3))
    call_command("train", "dispatch")
    said = capsys.readouterr()
    assert "第1版：第一版，已启用" in said.out and "例子80件，事项2类" in said.out and "macro-F1" in said.out
    assert "10 环境污染（3）" in said.err
    call_command("train", "dispatch")
    assert "在用的第1版 / in use" in capsys.readouterr().out


def test_it_trains_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{text},电梯故障" for text in told(LIFT, 30)] + [f"{text},{SMOKE}" for text in told(SMOKE, 30)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["text,label", *lines, "路灯不亮,路灯"]), encoding="utf-8")
    call_command("train", "dispatch", "--from", str(path), "--text-column", "text", "--label-column", "label")
    assert TextModel.objects.get().basis["source"] == "a.csv"
    assert "路灯（1）" in capsys.readouterr().err


def test_without_anything_to_learn_from_it_says_that_the_duty_list_goes_on() -> None:
    with pytest.raises(Refused, match="还没有办过的事项可以学。职责清单照常提出建议"):
        call_command("train", "dispatch")


def test_stopped_it_changes_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    history(40)

    def press(*args: Any, **how: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "tried", press)
    with pytest.raises(SystemExit) as ended:
        call_command("train", "dispatch")
    assert ended.value.code == 130 and "已停止，什么都没有改" in capsys.readouterr().err
    assert not TextModel.objects.exists()


@pytest.mark.parametrize("wrong", [["--hold-out", "0.9"], ["--from", "a.csv"]])
def test_options_that_make_no_sense_are_refused(wrong: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("train", "dispatch", *wrong)
