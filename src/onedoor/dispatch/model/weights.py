"""How much each stretch of a text counts: how seldom it is, and how unevenly it lies between the labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import normalize

from onedoor.dispatch.model.letters import letters
from onedoor.dispatch.model.stretches import SORTS, Keys, sorts, stretches

Matrix: TypeAlias = Any
"""A sparse matrix by rows (scipy has no types)."""

Floats = NDArray[np.float32]

SHARES = np.array([1.0, 1.0, 0.7], np.float32)
"""How much the pieces of a text, its words and its opening count beside each other."""
_UNEVEN = 0.5
"""How much of a stretch's weight depends on how unevenly it lies between the labels."""
_SMOOTH = 1e-3
_NOTHING = 1e-9
_SEEN = 2
"""A stretch that fewer texts hold says nothing of the next one."""


@dataclass(frozen=True)
class Bag:
    """The stretches of one text, each once, with how often it is there."""

    keys: Keys
    counts: Floats


def bag(text: str) -> Bag:
    """The stretches of one text."""
    keys, counts = np.unique(stretches(letters(text)).keys, return_counts=True)
    return Bag(keys, counts.astype(np.float32))


class Bags:
    """Many texts counted once, so that weights can be learnt from any part of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        held = [bag(text) for text in texts]
        self.keys, where = np.unique(np.concatenate([one.keys for one in held]), return_inverse=True)
        ends = np.cumsum([0, *(len(one.keys) for one in held)])
        counts = np.concatenate([one.counts for one in held])
        self.counts: Matrix = sparse.csr_matrix((counts, where, ends), shape=(len(held), len(self.keys)))


@dataclass(frozen=True)
class Weights:
    """``keys``, sorted, are the stretches that count, ``scales`` how much each does (no finer than 16 bits)."""

    keys: Keys
    scales: Floats

    @classmethod
    def learnt(
        cls, bags: Bags, rows: NDArray[np.int64], numbers: NDArray[np.int64], *, count: int, most: int
    ) -> Weights:
        """From these texts and the number of each one's label; at most so many stretches, those that tell most."""
        counts = bags.counts[rows]
        seen = np.bincount(counts.indices, minlength=counts.shape[1])
        kept = np.flatnonzero(seen >= min(_SEEN, seen.max(initial=0)))
        rarity = (np.log((1 + len(rows)) / (1 + seen[kept])) + 1).astype(np.float32)
        found = counts[:, kept]
        found.data = 1 + np.log(found.data)
        plain = normalize(found @ sparse.diags(rarity))
        by_label = sparse.csr_matrix((np.ones(len(rows)), (numbers, np.arange(len(rows)))), shape=(count, len(rows)))
        mass = (by_label @ plain).tocsr()
        whole = np.asarray(mass.sum(0)).ravel()
        uneven = _uneven(mass, whole)
        scales = rarity * ((1 - _UNEVEN) * uneven.mean() + _UNEVEN * uneven)
        if len(kept) > most:
            best = np.sort(np.argpartition(-(scales * np.sqrt(whole)), most)[:most])
            kept, scales = kept[best], scales[best]
        return cls(bags.keys[kept], scales.astype(np.float16).astype(np.float32))

    def vector(self, held: Bag) -> tuple[NDArray[np.int64], Floats]:
        """The places of the stretches that count, and by how much: of length 1 together, unless none counts."""
        if not len(self.keys):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        at = np.minimum(np.searchsorted(self.keys, held.keys), len(self.keys) - 1)
        known = self.keys[at] == held.keys
        at = at[known]
        values = (1 + np.log(held.counts[known])) * self.scales[at]
        sort = sorts(self.keys[at])
        lengths = np.sqrt(np.bincount(sort, values * values, minlength=SORTS))
        share = np.where(lengths > 0, SHARES, 0)
        factor = share / np.where(lengths > 0, lengths, 1) / max(float(np.linalg.norm(share)), _NOTHING)
        return at, (values * factor[sort]).astype(np.float32)

    def matrix(self, bags: Bags, rows: NDArray[np.int64]) -> Matrix:
        """The vectors of some of the texts, one per row."""
        columns = np.searchsorted(bags.keys, self.keys)
        found = bags.counts[rows][:, columns]
        found.data = (1 + np.log(found.data)) * self.scales[found.indices]
        sort = sorts(self.keys)
        parts = [normalize(found @ sparse.diags((sort == one).astype(np.float32))) for one in range(SORTS)]
        return normalize(sum(part * share for part, share in zip(parts, SHARES, strict=True))).astype(np.float32)


def _uneven(mass: Matrix, whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """The root mean square, over the labels, of the log-ratio of a stretch's share within the label to its share
    outside (Wang and Manning 2012). One label after the other, for there may be hundreds."""
    squares = np.zeros(len(whole))
    for number in range(mass.shape[0]):
        inside = mass[number].toarray().ravel() + _SMOOTH
        outside = whole - inside + 2 * _SMOOTH
        ratio = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
        squares += ratio * ratio
    return np.asarray(np.sqrt(squares / mass.shape[0]), np.float64)
