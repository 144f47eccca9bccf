"""Ridge regression of every label at once on few or many texts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from sklearn.linear_model import Ridge

from onedoor.dispatch.model.weights import Floats, Matrix

_PENALTY = 0.2
_FEW = 8_000
"""So many texts are solved exactly, in the square of their number of memory (256 MB), however many labels there are;
more of them step by step, in the time of one label after the other."""
_CLOSE = 1e-3


def fitted(vectors: Matrix, target: Floats, given: NDArray[np.float64]) -> tuple[Floats, Floats]:
    """Coefficients (stretches × labels) and offsets for vectors, one text per row, what each should score for every
    label, and how much it counts."""
    if vectors.shape[0] <= _FEW:
        return _exactly(vectors, target, given)
    model = Ridge(alpha=_PENALTY, solver="sparse_cg", tol=_CLOSE).fit(vectors, target, sample_weight=given)
    return np.ascontiguousarray(model.coef_.T, np.float32), np.asarray(model.intercept_, np.float32)


def _exactly(vectors: Matrix, target: Floats, given: NDArray[np.float64]) -> tuple[Floats, Floats]:
    """In the space of the texts (Saunders, Gammerman and Vovk 1998); the offset is the coefficient of a constant."""
    alike = (vectors @ vectors.T).toarray() + np.float32(1)
    alike[np.diag_indices_from(alike)] += (_PENALTY / given).astype(np.float32)
    drawn = solve(alike, target, assume_a="pos", overwrite_a=True, check_finite=False)
    return np.asarray(vectors.T @ drawn, np.float32), np.asarray(drawn.sum(0), np.float32)
