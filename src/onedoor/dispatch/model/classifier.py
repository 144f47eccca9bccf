"""What a text is about, how likely that is, and which words say so. Linear: reasons add up to the score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from onedoor.core.refusal import Refused
from onedoor.dispatch.model import calibration, packing
from onedoor.dispatch.model.examples import Example
from onedoor.dispatch.model.explaining import Weighed, explain
from onedoor.dispatch.model.grouping import folds, groups
from onedoor.dispatch.model.letters import letters
from onedoor.dispatch.model.masking import masked, masked_together
from onedoor.dispatch.model.ridge import fitted
from onedoor.dispatch.model.sureness import least_sure
from onedoor.dispatch.model.weights import Bags, Floats, Weights, bag

_BALANCE = 1.0
"""How much a seldom label counts like a frequent one: 0 not at all, 1 as much."""
_LARGEST = 14_000_000
_PER_STRETCH = 10
_PER_LABEL = 2
"""Bytes of a model: at most, and of one stretch for itself and per label."""
_FOLDS = 3
_FEWEST = 2
_NEVER = 2.0
_LUKEWARM = 1.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Ranked:
    """A label and how likely (0…1) it is the right one: of the texts told so, that share is."""

    label: str
    probability: float


@dataclass(frozen=True)
class Classifier:
    """Immutable. ``coefficients`` are stretches × labels; ``warmth`` turns scores into probabilities; ``sure`` is the
    probability from which on 95 % of the answers to texts not seen were right, above 1 where none is enough."""

    labels: tuple[str, ...]
    weights: Weights
    coefficients: NDArray[np.float16]
    offsets: Floats
    warmth: float
    sure: float

    @classmethod
    def fit(cls, examples: Sequence[Example], *, seed: int = 0, progress: Say | None = None) -> Classifier:
        """Learn from examples, personal names and numbers masked first. The same examples and seed give the same bytes.

        Texts of nothing but white space are passed over. Raises Refused when there are fewer than two labels, or one
        with a single example.
        """
        say = progress or (lambda _what: None)
        told = [one for one in examples if letters(one.text).codes.size]
        labels = _labels(told)
        say(_("隐去姓名和号码"))
        texts = masked_together([one.text for one in told])
        numbers = np.array([labels.index(one.label) for one in told])
        given = np.array([one.weight for one in told])
        say(_("切分文字"))
        bags = Bags(texts)
        say(_("校准概率"))
        warmth, sure = _calibrated(bags, groups(texts), numbers, given, len(labels), seed)
        say(_("训练"))
        weights, coefficients, offsets = _learnt(bags, np.arange(len(told)), numbers, given, len(labels))
        return cls(labels, weights, coefficients.astype(np.float16), offsets, warmth, sure)

    def ranked(self, text: str, most: int = 3) -> list[Ranked]:
        """The likeliest labels, best first."""
        likely = calibration.probabilities(self._scores(text)[None], self.warmth)[0]
        best = np.argsort(-likely, kind="stable")[:most]
        return [Ranked(self.labels[at], float(likely[at])) for at in best]

    def reasons(self, text: str, label: str, most: int = 5) -> list[Weighed]:
        """The words and phrases of the text that weighed for this label against the others, heaviest first; weights
        are shares of all that spoke for it. Names stay hidden. Empty for a label the model does not know."""
        if label not in self.labels:
            return []
        at = self.labels.index(label)
        likely = calibration.probabilities(self._scores(text)[None], self.warmth)[0]
        likely[at] = 0
        rivals = (likely / max(likely.sum(), 1e-12)).astype(np.float32)
        told = self.coefficients.astype(np.float32, copy=False)

        def pull(places: NDArray[np.int64]) -> Floats:
            rows = told[places].astype(np.float32)
            return np.asarray(rows[:, at] - rows @ rivals, np.float32)

        return explain(masked(text), self.weights, pull, most=most)

    def to_bytes(self) -> bytes:
        """As a file that any machine reads back."""
        return packing.packed(self.labels, self.weights, self.coefficients, self.offsets, self.warmth, self.sure)

    @classmethod
    def from_bytes(cls, content: bytes) -> Classifier:
        """Read back what ``to_bytes`` wrote. Raises Refused for anything else."""
        return cls(*packing.unpacked(content))

    def _scores(self, text: str) -> Floats:
        places, values = self.weights.vector(bag(text))
        return np.asarray(values @ self.coefficients[places].astype(np.float32) + self.offsets, np.float32)


def _labels(told: Sequence[Example]) -> tuple[str, ...]:
    counted = Counter(one.label for one in told)
    if len(counted) < _FEWEST:
        raise Refused(_("训练至少要有两个类别，现在只有%(count)s个。请补充其他类别的例子。") % {"count": len(counted)})
    if alone := sorted(label for label, count in counted.items() if count < _FEWEST):
        raise Refused(
            _("类别“%(labels)s”只有一条例子，学不到东西。请补充例子，或先去掉这个类别。")
            % {"labels": _("、").join(alone)}
        )
    return tuple(sorted(counted))


def _learnt(
    bags: Bags, rows: NDArray[np.int64], numbers: NDArray[np.int64], given: NDArray[np.float64], count: int
) -> tuple[Weights, Floats, Floats]:
    """Weights, coefficients and offsets from some of the texts: ridge regression of each label against the others."""
    most = _LARGEST // (_PER_STRETCH + _PER_LABEL * count)
    weights = Weights.learnt(bags, rows, numbers[rows], count=count, most=most)
    seen = np.bincount(numbers[rows], minlength=count)
    balance = (len(rows) / (count * np.maximum(seen, 1))) ** _BALANCE
    sample = given[rows] * balance[numbers[rows]]
    target = np.where(numbers[rows, None] == np.arange(count), 1.0, -1.0).astype(np.float32)
    coefficients, offsets = fitted(weights.matrix(bags, rows), target, sample / sample.mean())
    return weights, coefficients, offsets


def _calibrated(
    bags: Bags, of: Sequence[int], numbers: NDArray[np.int64], given: NDArray[np.float64], count: int, seed: int
) -> tuple[float, float]:
    """Warmth and sureness for texts not seen before: each is asked of a model that learnt from other groups."""
    scores = np.zeros((len(numbers), count), np.float32)
    apart = min(_FOLDS, len(set(of)), int(np.bincount(numbers).max()))
    if apart < _FEWEST:
        return _LUKEWARM, _NEVER
    for learnt, asked in folds(of, [str(number) for number in numbers], count=apart, seed=seed):
        weights, coefficients, offsets = _learnt(bags, learnt, numbers, given, count)
        scores[asked] = weights.matrix(bags, asked) @ coefficients + offsets
    warmth = calibration.warmth(scores, numbers)
    likely = calibration.probabilities(scores, warmth)
    sure = least_sure(likely.max(1), likely.argmax(1) == numbers)
    return warmth, _NEVER if sure is None else sure
