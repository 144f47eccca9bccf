"""``./onedoor evaluate classify``: train and ask on files, with no store, and say how the texts were split."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.dispatch.model.classifier import Classifier
from onedoor.dispatch.model.examples import Example
from onedoor.dispatch.model.files import Examples, examples_of
from onedoor.dispatch.model.grouping import folds, groups
from onedoor.dispatch.model.measuring import Answer, Measured, asked, measured

_WARMING = 20
"""Messages asked before the clock runs: the first ones load the dictionary."""
_FEWEST_FOLDS = 2

Say = Callable[[str], None]


@dataclass(frozen=True)
class Evaluation:
    """What was measured. ``notes`` say how the texts were split and what was left out. ``coverage_kept`` is the share
    answered from the threshold that training chose without seeing these texts, ``precision_kept`` the share of those
    that is right. Times are of one message at a time, in microseconds, and of one training, in seconds."""

    measured: Measured
    coverage_kept: float
    precision_kept: float
    us_per_message: float
    us_p95: float
    train_seconds: float
    model_bytes: int
    trained: int
    notes: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        found = asdict(self.measured)
        found["labels"] = [asdict(one) | {"f1": round(one.f1, 4)} for one in self.measured.labels]
        own = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in ("measured", "notes")}
        return found | own | {"notes": list(self.notes)}


@dataclass
class _Trial:
    """What one trained model said of texts it did not see."""

    answers: list[Answer]
    kept: list[bool]
    microseconds: list[float]
    train_seconds: float
    model_bytes: int
    trained: int
    alone: int


def on_two(train: Path, test: Path, *, text: str, label: str, seed: int, say: Say) -> Evaluation:
    """Learn from one file and ask the other."""
    learnt, held = (examples_of(path, text=text, label=label) for path in (train, test))
    trial = _trial(learnt.told, held.told, seed=seed, say=say)
    notes = [
        _("用“%(train)s”训练，用“%(test)s”检验；两边的划分由这两个文件决定。")
        % {"train": train.name, "test": test.name},
        *_left_out(learnt, train.name),
        *_left_out(held, test.name),
    ]
    of = groups([one.text for one in (*learnt.told, *held.told)])
    known = set(of[: len(learnt.told)])
    if copies := sum(one in known for one in of[len(learnt.told) :]):
        notes.append(_("注意：检验的%(count)s条与训练里的某一条近乎相同，结果会偏好。") % {"count": copies})
    if strange := sorted({one.label for one in held.told} - {one.label for one in learnt.told}):
        notes.append(_("注意：训练里没有这些类别，检验时必然答错：%(labels)s。") % {"labels": _("、").join(strange)})
    return _summed([trial], notes)


def on_folds(data: Path, *, text: str, label: str, count: int, seed: int, say: Say) -> Evaluation:
    """Learn from all folds but one and ask that one, in turn; near-copies of one message stay in one fold."""
    told = examples_of(data, text=text, label=label)
    of = groups([one.text for one in told.told])
    apart = len(set(of))
    if not _FEWEST_FOLDS <= count <= apart:
        raise Refused(_("折数要在2到%(most)s之间。") % {"most": apart}, field="folds")
    trials = []
    for number, (learnt, held) in enumerate(folds(of, [one.label for one in told.told], count=count, seed=seed), 1):
        say(_("第%(number)s折，共%(count)s折") % {"number": number, "count": count})
        trials.append(_trial([told.told[at] for at in learnt], [told.told[at] for at in held], seed=seed, say=say))
    notes = [
        _("%(count)s折交叉检验，随机种子%(seed)s；%(texts)s条文字按近似重复并成%(groups)s组，同组的总在同一折。")
        % {"count": count, "seed": seed, "texts": len(of), "groups": apart},
        *_left_out(told, data.name),
    ]
    return _summed(trials, notes)


def _left_out(told: Examples, name: str) -> Iterator[str]:
    if told.wordless:
        yield _("“%(file)s”有%(count)s行没有文字，没有计入。") % {"file": name, "count": told.wordless}
    if told.unlabelled:
        yield _("“%(file)s”有%(count)s行没有类别，没有计入。") % {"file": name, "count": told.unlabelled}


def _trial(given: Sequence[Example], held: Sequence[Example], *, seed: int, say: Say) -> _Trial:
    counted = Counter(one.label for one in given)
    learnt = [one for one in given if counted[one.label] > 1]
    began = time.perf_counter()
    model = Classifier.fit(learnt, seed=seed, progress=say)
    took = time.perf_counter() - began
    say(_("逐条检验%(count)s条") % {"count": len(held)})
    for one in held[:_WARMING]:
        model.ranked(one.text)
    trial = _Trial([], [], [], took, len(model.to_bytes()), len(learnt), len(given) - len(learnt))
    for one in held:
        began = time.perf_counter()
        answer = asked(model, one.text, one.label)
        trial.microseconds.append((time.perf_counter() - began) * 1e6)
        trial.answers.append(answer)
        trial.kept.append(answer.probability >= model.sure)
    return trial


def _summed(trials: Sequence[_Trial], notes: list[str]) -> Evaluation:
    if alone := max(trial.alone for trial in trials):
        notes.append(_("有%(count)s个类别只有一条例子，训练时没有用。") % {"count": alone})
    answers = [answer for trial in trials for answer in trial.answers]
    kept = np.array([one for trial in trials for one in trial.kept])
    right = np.array([one.first == one.label for one in answers])
    took = np.array([one for trial in trials for one in trial.microseconds])
    return Evaluation(
        measured=measured(answers),
        coverage_kept=float(kept.mean()),
        precision_kept=float(right[kept].mean()) if kept.any() else 0.0,
        us_per_message=round(float(took.mean()), 1),
        us_p95=round(float(np.percentile(took, 95)), 1),
        train_seconds=round(float(np.mean([trial.train_seconds for trial in trials])), 2),
        model_bytes=max(trial.model_bytes for trial in trials),
        trained=round(float(np.mean([trial.trained for trial in trials]))),
        notes=tuple(notes),
    )
