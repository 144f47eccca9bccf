"""What a classifier is worth on texts it never saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onedoor.dispatch.model.classifier import Classifier
from onedoor.dispatch.model.sureness import least_sure

_BINS = 10
_PAIRS = 10


@dataclass(frozen=True)
class Answer:
    """The right label of a text, what was said first and second, and how likely (0…1) the first was said to be."""

    label: str
    first: str
    second: str
    probability: float

    @property
    def right(self) -> bool:
        return self.first == self.label


@dataclass(frozen=True)
class OfLabel:
    """How one label fared: how many texts were it, how many were called it, how many of those rightly."""

    label: str
    texts: int
    called: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.called if self.called else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.texts if self.texts else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.texts + self.called) if self.right else 0.0


@dataclass(frozen=True)
class Measured:
    """All shares are 0…1.

    ``coverage_at_95``: the largest share that can be answered, from some probability on, with 95 % of the answers
    right; the probability (``threshold``, None where there is none) is chosen on the very answers it is measured on.
    ``ece``: how far probabilities and truth lie apart, on average (expected calibration error, ten bins of equal
    width). ``confused``: right label, label said, how often.
    """

    texts: int
    accuracy: float
    macro_f1: float
    top2: float
    coverage_at_95: float
    threshold: float | None
    ece: float
    labels: tuple[OfLabel, ...]
    confused: tuple[tuple[str, str, int], ...]


def asked(model: Classifier, text: str, label: str) -> Answer:
    """What a model says of one text."""
    first, *others = model.ranked(text, 2)
    return Answer(label, first.label, others[0].label if others else "", first.probability)


def measured(answers: Sequence[Answer]) -> Measured:
    """Count answers, one at least. The macro-F1 is the mean over every label that is right or was said."""
    right = np.array([one.right for one in answers])
    sure = np.array([one.probability for one in answers])
    were, called = Counter(one.label for one in answers), Counter(one.first for one in answers)
    hits = Counter(one.label for one in answers if one.right)
    mistaken = Counter((one.label, one.first) for one in answers if not one.right)
    labels = tuple(OfLabel(label, were[label], called[label], hits[label]) for label in sorted(were | called))
    threshold = least_sure(sure, right)
    return Measured(
        texts=len(answers),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([one.f1 for one in labels])),
        top2=float(np.mean([one.label in (one.first, one.second) for one in answers])),
        coverage_at_95=float((sure >= threshold).mean()) if threshold is not None else 0.0,
        threshold=threshold,
        ece=_ece(sure, right),
        labels=labels,
        confused=tuple((*pair, count) for pair, count in mistaken.most_common(_PAIRS)),
    )


def _ece(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    counts = np.bincount(bins, minlength=_BINS)
    apart = np.abs(np.bincount(bins, sure, _BINS) - np.bincount(bins, right, _BINS))
    return float(apart[counts > 0].sum() / len(sure))
