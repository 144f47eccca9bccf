"""From which probability on an answer may stand by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

PRECISION = 0.95
"""So many of the answers that stand by themselves have to be right."""


def least_sure(sure: NDArray[np.floating[Any]], right: NDArray[np.bool_]) -> float | None:
    """The lowest probability from which on 95 % of the answers were right; None where no probability is enough."""
    order = np.argsort(-sure, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    last = np.append(sure[order][1:] < sure[order][:-1], True)
    enough = np.flatnonzero((precision >= PRECISION) & last)
    return float(sure[order][enough[-1]]) if len(enough) else None
