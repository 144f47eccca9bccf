"""Near-copies of one message stand on one side of every line, or a measurement flatters."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import StratifiedGroupKFold

from onedoor.dispatch.model.letters import letters
from onedoor.dispatch.model.stretches import shingles

_SHARED = 0.5
"""Two texts are near-copies when the one shares so much of the shorter's shingles."""
_COMMON = 100
"""A shingle of more texts than this is a phrase everybody uses."""


def groups(texts: Sequence[str]) -> list[int]:
    """For each text the number of its group: texts that share half of the shorter one's stretches of six characters,
    and whoever shares with those. Exact but for phrases of more than a hundred texts; white space, punctuation and the
    digits of numbers do not tell texts apart."""
    if not texts:
        return []
    held = [shingles(letters(text)) for text in texts]
    sizes = np.array([max(1, len(one)) for one in held])
    keys, where, counts = np.unique(np.concatenate(held), return_inverse=True, return_counts=True)
    rows = np.repeat(np.arange(len(texts)), [len(one) for one in held])
    told = (counts[where] > 1) & (counts[where] <= _COMMON)
    shared = sparse.csr_matrix(
        (np.ones(int(told.sum()), np.int32), (rows[told], where[told])), shape=(len(texts), len(keys))
    )
    met = (shared @ shared.T).tocoo()
    near = met.data >= _SHARED * np.minimum(sizes[met.row], sizes[met.col])
    graph = sparse.coo_matrix((met.data[near], (met.row[near], met.col[near])), shape=met.shape)
    _count, found = connected_components(graph, directed=False)
    return [int(one) for one in found]


def split(of: Sequence[int], *, share: float, seed: int = 0) -> tuple[list[int], list[int]]:
    """Places to learn from and places to hold out: whole groups drawn until ``share`` (0…1) of all is held out. Where
    there are two groups or more, neither side is empty."""
    sizes = np.bincount(np.array(of, int)) if of else np.zeros(0, int)
    drawn = np.random.default_rng(seed).permutation(np.flatnonzero(sizes))
    enough = int(np.searchsorted(np.cumsum(sizes[drawn]), share * len(of))) + 1
    held = set(drawn[: min(enough, len(drawn) - 1)].tolist())
    return [at for at, one in enumerate(of) if one not in held], [at for at, one in enumerate(of) if one in held]


def folds(
    of: Sequence[int], labels: Sequence[str], *, count: int, seed: int = 0
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Places to learn from and to ask, ``count`` times, each group asked once; every fold has its share of each label
    as far as the groups allow."""
    cut = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The least populated class", UserWarning)  # as far as the groups allow
        yield from cut.split(np.zeros(len(of)), np.array(labels), np.array(of))
