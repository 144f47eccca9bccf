"""From scores to probabilities that hold: one warmth, fitted on texts the model did not see (Guo et al. 2017)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from onedoor.dispatch.model.weights import Floats

_BOUNDS = (-1.0, 4.0)
"""Natural logarithms between which the warmth is looked for."""


def probabilities(scores: Floats, warmth: float) -> Floats:
    """Scores of labels, one text per row, as probabilities."""
    return np.asarray(softmax(scores * warmth, axis=1), np.float32)


def warmth(scores: Floats, numbers: NDArray[np.int64]) -> float:
    """The factor under which what came true was least surprising."""
    rows = np.arange(len(numbers))

    def surprise(power: float) -> float:
        return -float(log_softmax(scores * np.exp(power), axis=1)[rows, numbers].mean())

    return float(np.exp(minimize_scalar(surprise, bounds=_BOUNDS, method="bounded").x))
